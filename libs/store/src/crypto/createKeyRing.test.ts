import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createKeyRing, type RingKey } from './createKeyRing.ts';
import { SealedDataError } from './SealedDataError.ts';
import type { Place } from './Sealer.ts';

const newKey = (id: string): RingKey => ({ id, key: randomBytes(32) });
const [oldKey, newerKey, otherKey] = [newKey('old'), newKey('new-1'), newKey('other')];

const place: fc.Arbitrary<Place> = fc.record({
  collection: fc.constant('userKeys'),
  record: fc.string(),
  field: fc.string(),
});
const dataKey = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** Why it can't be unwrapped; `undefined`: it can. */
function reasonOf(unwrap: () => unknown): string | undefined {
  try {
    unwrap();
    return undefined;
  } catch (error) {
    return error instanceof SealedDataError ? error.reason : String(error);
  }
}

describe('createKeyRing', () => {
  test('[P44] unwraps what it wrapped, at its place alone, and the bytes show nothing of it', () => {
    const ring = createKeyRing([oldKey]);
    fc.assert(
      fc.property(place, place, dataKey, (at, other, key) => {
        const wrapped = ring.wrap(at, key);
        expect(Buffer.from(ring.unwrap(at, wrapped)).equals(key)).toBe(true);
        expect(Buffer.from(wrapped).includes(Buffer.from(key))).toBe(false);
        fc.pre(JSON.stringify(at) !== JSON.stringify(other));
        expect(reasonOf(() => ring.unwrap(other, wrapped))).toBe('refused');
      }),
      { numRuns: 300 },
    );
  });

  test('[P44] names the key that is unknown, and refuses another key under the same id', () => {
    fc.assert(
      fc.property(place, dataKey, (at, key) => {
        const wrapped = createKeyRing([oldKey]).wrap(at, key);
        const stranger = createKeyRing([otherKey]);
        expect(reasonOf(() => stranger.unwrap(at, wrapped))).toBe('unknown_key');
        const impostor = createKeyRing([{ id: 'old', key: otherKey.key }]);
        expect(reasonOf(() => impostor.unwrap(at, wrapped))).toBe('refused');
      }),
    );
  });

  test('[P44] rotates without a moment in which something cannot be unwrapped', () => {
    // Each service is at any of these steps while its neighbours are one before or behind.
    const steps = [[oldKey], [oldKey, newerKey], [newerKey, oldKey]].map((keys) => createKeyRing(keys));
    const neighbours = fc.constantFrom([0, 1], [1, 0], [1, 2], [2, 1], [0, 0], [1, 1], [2, 2]);
    fc.assert(
      fc.property(place, dataKey, neighbours, (at, key, [writer = 0, reader = 0]) => {
        const wrapped = steps[writer]?.wrap(at, key) ?? new Uint8Array();
        expect(steps[reader]?.unwrap(at, wrapped)).toEqual(Buffer.from(key));
      }),
    );
  });

  test('tells its ids, the one that wraps first', () => {
    expect(createKeyRing([newerKey, oldKey]).ids).toEqual(['new-1', 'old']);
  });

  test.each([
    ['no key', [], 'at least one key'],
    ['an id twice', [oldKey, { ...otherKey, id: 'old' }], 'ids must differ'],
    ['a short key', [{ id: 'k', key: randomBytes(16) }], 'k must have 32 bytes'],
    ['an id that does not fit', [{ ...oldKey, id: 'ä' }], 'an id must be'],
  ])('refuses %s', (_what, keys, why) => {
    expect(() => createKeyRing(keys)).toThrow(why);
  });
});
