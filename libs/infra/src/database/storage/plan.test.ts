import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Int32 } from 'bson';
import { decode, encode } from '../bson/codec.ts';
import { orderFields } from '../query/sortOrder.ts';
import type { Collection } from './collection.ts';
import { Database } from './database.ts';
import { indexDefinition } from './indexDefinition.ts';
import { plan } from './plan.ts';

let dataDir: string;
let database: Database;
let collection: Collection;

const doc = (value: Record<string, unknown>) => decode(encode(value));
const indexes = [
  { name: 'bySeq', key: { session: 1, seq: 1 } },
  { name: 'byActivity', key: { user: 1, at: -1, _id: 1 } },
  { name: 'tags', key: { tags: 1, n: 1 } },
  { name: 'words', key: { room: 1, words: 1, at: -1 } },
  { name: 'sparse', key: { code: 1 }, sparse: true },
  { name: 'active', key: { owner: 1 }, partialFilterExpression: { active: true } },
];

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-plan-'));
  database = new Database(dataDir);
  collection = database.catalogue.getOrCreate('test', 'docs');
  for (const index of indexes) database.catalogue.createIndex(collection, indexDefinition(doc(index)));
  const tagged = doc({ _id: 1, tags: ['x', 'y'], n: new Int32(1), room: 'r', words: ['a', 'b'] });
  collection.insert(tagged, encode(tagged));
});
afterAll(() => {
  database.close();
  rmSync(dataDir, { recursive: true });
});

test.each<[string, object, object, string]>([
  ['the _id', { _id: 1 }, {}, 'id'],
  ['the _id before an index of the same length', { _id: 1, session: 's' }, {}, 'id'],
  ['the _id before a longer index', { _id: 1, session: 's', seq: 5 }, { n: 1 }, 'id'],
  ['several _id', { _id: { $in: [1, 2, 2] } }, {}, 'id, 2 ranges'],
  ['the order of _id', {}, { _id: -1 }, 'id, sorted, backwards'],
  ['equal fields', { session: 's', seq: 5 }, {}, 'bySeq'],
  ['equal fields and the order', { session: 's' }, { seq: 1 }, 'bySeq, sorted'],
  ['the order backwards', { session: 's' }, { seq: -1 }, 'bySeq, sorted, backwards'],
  ['a range and the order', { session: 's', seq: { $gt: 3 } }, { seq: 1 }, 'bySeq, sorted'],
  ['an order of several fields', { user: 'u' }, { at: -1, _id: 1 }, 'byActivity, sorted'],
  ['an order that an index does not have', { user: 'u' }, { at: -1, _id: -1 }, 'byActivity'],
  ['an order that begins with equal fields', { session: 's' }, { session: -1, seq: 1 }, 'bySeq, sorted'],
  ['conditions within $and', { $and: [{ session: 's' }, { seq: 5 }] }, {}, 'bySeq'],
  ['an element of an array', { tags: 'x' }, {}, 'tags'],
  ['an element of an array and the order behind it', { tags: 'x' }, { n: 1 }, 'tags, sorted'],
  ['an element of an array and a range behind it', { tags: 'x', n: { $gt: 1 } }, { n: 1 }, 'tags, sorted'],
  ['an element of an array, which is not its order', { tags: 'x' }, { tags: 1, n: 1 }, 'tags'],
  ['some elements of an array', { tags: { $in: ['x', 'y', 'x'] } }, { n: 1 }, 'tags, 2 ranges, repeats'],
  ['no range of elements', { tags: { $gt: 'x' } }, {}, 'table'],
  ['no order by a field that arrays are in', { room: 'r' }, { words: 1 }, 'words, repeats'],
  ['the first of all elements', { room: 'r', words: { $all: ['b', 'a'] } }, { at: -1 }, 'words, sorted'],
  [
    'the first of all elements, backwards',
    { room: 'r', words: { $all: ['b'] } },
    { at: 1 },
    'words, sorted, backwards',
  ],
  [
    'all elements in some rooms',
    { room: { $in: ['q', 'r'] }, words: { $all: ['a', 'b'] } },
    { at: -1 },
    'words, 2 ranges, repeats',
  ],
  [
    'no element that $all describes',
    { room: 'r', words: { $all: [{ $elemMatch: { $gt: 'a' } }] } },
    {},
    'words, repeats',
  ],
  ['a sparse index, when the field must be there', { code: 5 }, {}, 'sparse'],
  ['no sparse index for what may be missing', { code: null }, {}, 'table'],
  ['no sparse index for an order', {}, { code: 1 }, 'table'],
  ['a partial index, when its filter is asked for', { owner: 'o', active: true }, {}, 'active'],
  ['no partial index for other documents', { owner: 'o' }, {}, 'table'],
  ['everything, when there is nothing better', { other: 1 }, {}, 'table'],
])('reads by %s', (_, filter, sort, expected) => {
  const { source, ranges, sorted, reverse, repeats } = plan(
    collection,
    doc({ ...filter }),
    orderFields(doc({ ...sort }), 'sort'),
  );
  const parts = [
    typeof source === 'string' ? source : source.definition.name,
    ...(ranges.length > 1 ? [`${ranges.length} ranges`] : []),
    ...(Object.keys(sort).length > 0 && sorted ? ['sorted'] : []),
    ...(reverse ? ['backwards'] : []),
    ...(repeats ? ['repeats'] : []),
  ];
  expect(parts.join(', ')).toBe(expected);
});
