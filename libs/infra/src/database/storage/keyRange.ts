import { encodeKey } from '../bson/encodeKey.ts';
import { kindOf } from '../bson/kindOf.ts';
import type { FieldBounds } from '../query/indexBounds.ts';
import type { Direction } from '../query/sortOrder.ts';

/** Keys from `low` on up to, but not including, `high`. */
export interface KeyRange {
  low: Uint8Array;
  high: Uint8Array;
}

/** No encoded value begins with this byte, so a prefix followed by it is above all keys with that prefix. */
const above = Uint8Array.of(0xff);

/** All keys that begin with `prefix`. */
export function prefixRange(prefix: Uint8Array): KeyRange {
  return { low: prefix, high: Buffer.concat([prefix, above]) };
}

/** The keys after `prefix` whose next value lies within bounds; a side that is open ends with the kind of the other. */
export function boundedRange(prefix: Uint8Array, bounds: FieldBounds, direction: Direction): KeyRange {
  const first = direction === 1 ? bounds.low : bounds.high;
  const last = direction === 1 ? bounds.high : bounds.low;
  const given = (first ?? last)?.value ?? null;
  const kind = direction === 1 ? kindOf(given) : 0xff - kindOf(given);
  return {
    low: first
      ? edge(prefix, encodeKey([first.value], [direction]), !first.inclusive)
      : Buffer.concat([prefix, Uint8Array.of(kind)]),
    high: last
      ? edge(prefix, encodeKey([last.value], [direction]), last.inclusive)
      : Buffer.concat([prefix, Uint8Array.of(kind + 1)]),
  };
}

function edge(prefix: Uint8Array, key: Uint8Array, after: boolean): Uint8Array {
  return Buffer.concat(after ? [prefix, key, above] : [prefix, key]);
}
