import { expect, test } from '@jest/globals';
import { Binary, Double, Int32, Long } from 'mongodb';
import { type Doc, useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();

const scalars: Doc[] = [
  { _id: 1, a: 1 },
  { _id: 2, a: 5 },
  { _id: 3, a: '5' },
  { _id: 4, a: null },
  { _id: 5 },
  { _id: 6, a: [1, 7] },
  { _id: 7, a: { b: 1 } },
  { _id: 8, a: new Date(5) },
  { _id: 9, a: true },
  { _id: 10, a: Number.NaN },
];

test.each<[string, Doc, unknown[]]>([
  ['an equal value, in an array too', { a: 1 }, [1, 6]],
  ['$eq', { a: { $eq: 5 } }, [2]],
  ['$ne', { a: { $ne: 1 } }, [2, 3, 4, 5, 7, 8, 9, 10]],
  ['$gt, of its own kind only', { a: { $gt: 1 } }, [2, 6]],
  ['$gte', { a: { $gte: 5 } }, [2, 6]],
  ['$lt', { a: { $lt: 5 } }, [1, 6]],
  ['$lte', { a: { $lte: 1 } }, [1, 6]],
  ['a range that several elements fulfil together', { a: { $gt: 5, $lt: 5 } }, [6]],
  ['$in', { a: { $in: [5, '5', true] } }, [2, 3, 9]],
  ['$in nothing', { a: { $in: [] } }, []],
  ['$nin', { a: { $nin: [5, '5', null] } }, [1, 6, 7, 8, 9, 10]],
  ['strings by order', { a: { $gte: '5' } }, [3]],
  ['dates by order', { a: { $lte: new Date(5) } }, [8]],
  ['a whole array', { a: [1, 7] }, [6]],
  ['a whole document', { a: { b: 1 } }, [7]],
  ['a field within', { 'a.b': 1 }, [7]],
  ['a position in an array', { 'a.1': 7 }, [6]],
  ['NaN', { a: Number.NaN }, [10]],
  ['$not', { a: { $not: { $gt: 1 } } }, [1, 3, 4, 5, 7, 8, 9, 10]],
  ['$and', { $and: [{ a: { $gte: 1 } }, { a: { $lte: 1 } }] }, [1, 6]],
  ['$or', { $or: [{ a: 5 }, { _id: 9 }] }, [2, 9]],
  ['$nor', { $nor: [{ a: { $exists: true } }, { _id: 5 }] }, []],
  ['several fields', { _id: { $gt: 1 }, a: 1 }, [6]],
  ['$type by name', { a: { $type: 'string' } }, [3]],
  ['$type array', { a: { $type: 'array' } }, [6]],
  ['$type number, in an array too', { a: { $type: 'number' } }, [1, 2, 6, 10]],
  ['$size', { a: { $size: 2 } }, [6]],
  ['$all', { a: { $all: [7, 1] } }, [6]],
  ['$all of one, on a value', { a: { $all: [5] } }, [2]],
  ['$elemMatch on values', { a: { $elemMatch: { $gt: 1, $lt: 8 } } }, [6]],
])('finds by %s', async (_, filter, ids) => {
  const collection = await fresh(...scalars);
  const found = await collection.find(filter).sort({ _id: 1 }).toArray();
  expect(found.map(({ _id }) => _id)).toEqual(ids);
});

const lists: Doc[] = [
  {
    _id: 1,
    items: [
      { k: 'a', n: 1 },
      { k: 'b', n: 5 },
    ],
  },
  { _id: 2, items: [{ k: 'a', n: 5 }] },
  { _id: 3, items: [] },
  { _id: 4, items: [{ k: 'c', tags: ['x', 'y'] }] },
  { _id: 5 },
];

test.each<[string, Doc, unknown[]]>([
  ['a field of some element', { 'items.k': 'a' }, [1, 2]],
  ['fields of different elements', { 'items.k': 'a', 'items.n': 5 }, [1, 2]],
  ['fields of one element', { items: { $elemMatch: { k: 'a', n: 5 } } }, [2]],
  ['an element at a position', { 'items.1.k': 'b' }, [1]],
  ['an element as a whole', { items: { k: 'a', n: 5 } }, [2]],
  ['an array within an array', { 'items.tags': 'y' }, [4]],
  ['no element like it', { 'items.k': { $ne: 'a' } }, [3, 4, 5]],
  ['an existing field of an element', { 'items.tags': { $exists: true } }, [4]],
  ['an empty array', { items: [] }, [3]],
  ['$size 0', { items: { $size: 0 } }, [3]],
  [
    '$all with $elemMatch',
    { items: { $all: [{ $elemMatch: { k: 'a' } }, { $elemMatch: { n: 5 } }] } },
    [1, 2],
  ],
  ['$or within $elemMatch', { items: { $elemMatch: { $or: [{ k: 'c' }, { n: 1 }] } } }, [1, 4]],
])('finds in arrays of documents by %s', async (_, filter, ids) => {
  const collection = await fresh(...lists);
  const found = await collection.find(filter).sort({ _id: 1 }).toArray();
  expect(found.map(({ _id }) => _id)).toEqual(ids);
});

test('tells binary values apart by their bytes and subtype', async () => {
  const bytes = Buffer.from([1, 2]);
  const collection = await fresh({ _id: 1, b: new Binary(bytes) }, { _id: 2, b: new Binary(bytes, 0x80) });
  expect(await collection.find({ b: new Binary(bytes, 0x80) }).toArray()).toHaveLength(1);
  expect(await collection.countDocuments({ b: new Binary(Buffer.from([1])) })).toBe(0);
});

test('tells the types of numbers apart by $type', async () => {
  const collection = await fresh(
    { _id: 1, n: new Int32(1) },
    { _id: 2, n: Long.fromNumber(1) },
    { _id: 3, n: new Double(1) },
  );
  const of = async (type: string) =>
    (await collection.find({ n: { $type: type } } as Doc).toArray()).map(({ _id }) => _id);
  expect([await of('int'), await of('long'), await of('double')]).toEqual([[1], [2], [3]]);
});

test.each<[string, Doc]>([
  ['$in without an array', { a: { $in: 1 } }],
  ['$and of nothing', { $and: [] }],
  ['$size of a text', { a: { $size: 'x' } }],
  ['an operator that nobody has', { a: { $nonsense: 1 } }],
  ['a top operator that nobody has', { $nonsense: 1 }],
])('refuses %s', async (_, filter) => {
  const collection = await fresh({ _id: 1, a: 1 });
  await expect(collection.find(filter).toArray()).rejects.toHaveProperty('code');
});
