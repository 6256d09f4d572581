import { encodeKey } from '../bson/encodeKey.ts';
import { compare } from '../bson/compare.ts';
import type { Doc, Value } from '../bson/value.ts';
import { type FieldBounds, indexBounds } from '../query/indexBounds.ts';
import type { Direction, OrderField } from '../query/sortOrder.ts';
import type { Collection } from './collection.ts';
import type { Index } from './index.ts';
import { distinct } from './distinct.ts';
import { boundedRange, type KeyRange, prefixRange } from './keyRange.ts';

/** How the documents that may match are read. */
export interface Plan {
  /** An index, the table's own order of `_id`, or the whole table in the order of insertion. */
  source: Index | 'id' | 'table';
  ranges: KeyRange[];
  reverse: boolean;
  /** Whether the documents come in the order that was asked for. */
  sorted: boolean;
  /** Whether a document can come more than once. */
  repeats: boolean;
}

const maxRanges = 1000;
const idField: OrderField = { name: '_id', path: ['_id'], direction: 1 };

/**
 * Chooses how to read: by the one `_id` there can be; else the index with the longest prefix of equal fields, then the order
 * asked for, then a range.
 */
export function plan(collection: Collection, filter: Doc, sort: readonly OrderField[]): Plan {
  const bounds = indexBounds(filter);
  if (bounds.get('_id')?.equal?.length === 1) return planFor('id', bounds, sort).plan;
  const tableScan: Plan = {
    source: 'table',
    ranges: [],
    reverse: false,
    sorted: sort.length === 0,
    repeats: false,
  };
  let best = { plan: tableScan, score: 0 };
  for (const source of ['id', ...collection.indexes] as const) {
    if (source !== 'id' && !isUsable(source, filter, bounds)) continue;
    const candidate = planFor(source, bounds, sort);
    if (candidate.score > best.score) best = candidate;
  }
  return best.plan;
}

function planFor(source: Index | 'id', bounds: Map<string, FieldBounds>, sort: readonly OrderField[]) {
  const fields = source === 'id' ? [idField] : source.definition.fields;
  const arrays = new Set(fields.filter((_, at) => source !== 'id' && source.isMultikey(at)));
  let prefixes: Uint8Array[] = [new Uint8Array()];
  const fixed = new Set<string>();
  let equal = 0;
  for (const field of fields) {
    const keys = distinct(encoded(bounds.get(field.name)?.equal ?? [], field.direction));
    if (keys.length === 0 || keys.length * prefixes.length > maxRanges) break;
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => Buffer.concat([prefix, key])));
    // An array that has one element equal is still sorted by its least or greatest one.
    if (keys.length === 1 && !arrays.has(field)) fixed.add(field.name);
    equal++;
  }
  const rest = fields.slice(equal);
  const order = sort.filter(({ name }) => !fixed.has(name));
  const reverse = orderOf(rest, order);
  const ordersByArray = rest.slice(0, order.length).some((field) => arrays.has(field));
  const sorted = prefixes.length === 1 && reverse !== undefined && !ordersByArray;
  const range = rest[0] && !arrays.has(rest[0]) ? bounds.get(rest[0].name) : undefined;
  const isBounded = Boolean(range?.low ?? range?.high);
  const ranges = prefixes.map((prefix) =>
    range && isBounded && rest[0] ? boundedRange(prefix, range, rest[0].direction) : prefixRange(prefix),
  );
  // Of a document's entries in such an index, at most one begins with a given prefix that covers its arrays.
  const repeats = arrays.size > 0 && (prefixes.length > 1 || rest.some((field) => arrays.has(field)));
  const plan: Plan = { source, ranges, reverse: sorted && reverse, sorted, repeats };
  const sortsUsefully = sorted && sort.length > 0;
  return { plan, score: equal * 4 + (sortsUsefully ? 2 : 0) + (isBounded ? 1 : 0) };
}

/** Whether an index's fields give an order, as they are (false) or read backwards (true); undefined: they don't. */
function orderOf(fields: readonly OrderField[], sort: readonly OrderField[]): boolean | undefined {
  const reverse = sort[0] !== undefined && sort[0].direction !== fields[0]?.direction;
  const agrees = sort.every(({ name, direction }, i) => {
    const field = fields[i];
    return field?.name === name && (field.direction !== direction) === reverse;
  });
  return agrees ? reverse : undefined;
}

/** Whether an index is sure to have every document that a filter matches. */
function isUsable({ definition }: Index, filter: Doc, bounds: Map<string, FieldBounds>): boolean {
  if (definition.sparse) {
    return definition.fields.some(({ name }) => {
      const field = bounds.get(name);
      return field?.equal ? field.equal.every((value) => value !== null) : Boolean(field?.low ?? field?.high);
    });
  }
  if (!definition.partial) return true;
  return Object.entries(definition.partial.filter).every(([name, condition]) => {
    const asked = filter[name];
    return asked !== undefined && compare(asked, condition) === 0;
  });
}

function encoded(values: readonly Value[], direction: Direction): Uint8Array[] {
  return values.map((value) => encodeKey([value], [direction]));
}
