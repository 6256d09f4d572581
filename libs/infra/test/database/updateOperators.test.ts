import { expect, test } from '@jest/globals';
import { Timestamp, type Document } from 'mongodb';
import { type Doc, useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();
const date = new Date('2026-01-02T03:04:05.678Z');

test.each<[string, Doc, Document, Doc]>([
  ['$set', { a: 1 }, { $set: { a: 2, b: [1] } }, { a: 2, b: [1] }],
  ['$set within, making what is missing', { a: {} }, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['$set at a position', { a: [1, 2] }, { $set: { 'a.1': 5 } }, { a: [1, 5] }],
  ['$set past the end', { a: [1] }, { $set: { 'a.3': 5 } }, { a: [1, null, null, 5] }],
  ['$set of a field in an element', { a: [{ b: 1 }] }, { $set: { 'a.0.c': 2 } }, { a: [{ b: 1, c: 2 }] }],
  ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '', 'x.y': '' } }, { b: { d: 2 } }],
  ['$unset at a position', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
  ['$inc', { a: 1 }, { $inc: { a: 2, b: -1, 'c.d': 3 } }, { a: 3, b: -1, c: { d: 3 } }],
  ['$inc by a fraction', { a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
  ['$min', { a: 5, b: 5 }, { $min: { a: 3, b: 7, c: 1 } }, { a: 3, b: 5, c: 1 }],
  ['$max', { a: 5, b: 5 }, { $max: { a: 3, b: 7, c: 1 } }, { a: 5, b: 7, c: 1 }],
  ['$max over kinds', { a: 5, b: 'x' }, { $max: { a: 'x', b: 5 } }, { a: 'x', b: 'x' }],
  ['$min of dates', { a: date }, { $min: { a: new Date(0) } }, { a: new Date(0) }],
  ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c.d', x: 'y' } }, { b: 2, c: { d: 1 } }],
  ['$rename over another field', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
  [
    'several operators',
    { a: 1, l: [] },
    { $set: { b: 1 }, $inc: { a: 1 }, $push: { l: 1 } },
    { a: 2, b: 1, l: [1] },
  ],
  ['$push', { a: [1] }, { $push: { a: [2], b: 3 } }, { a: [1, [2]], b: [3] }],
  ['$push $each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  ['$push $slice from the end', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
  ['$push $slice from the start', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: 2 } } }, { a: [1, 2] }],
  ['$push $slice 0', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }, { a: [] }],
  ['$push $position', { a: [1, 2] }, { $push: { a: { $each: [8, 9], $position: 1 } } }, { a: [1, 8, 9, 2] }],
  [
    '$push $position from the end',
    { a: [1, 2] },
    { $push: { a: { $each: [9], $position: -1 } } },
    { a: [1, 9, 2] },
  ],
  ['$push $sort', { a: [3, 1] }, { $push: { a: { $each: [2], $sort: -1 } } }, { a: [3, 2, 1] }],
  [
    '$push $sort by a field, and $slice',
    { a: [{ n: 3 }, { n: 1 }] },
    { $push: { a: { $each: [{ n: 2 }], $sort: { n: 1 }, $slice: 2 } } },
    { a: [{ n: 1 }, { n: 2 }] },
  ],
  ['$addToSet', { a: [1] }, { $addToSet: { a: 1, b: 2 } }, { a: [1], b: [2] }],
  ['$addToSet $each', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
  ['$addToSet of a document', { a: [{ x: 1 }] }, { $addToSet: { a: { x: 1 } } }, { a: [{ x: 1 }] }],
  ['$pull of a value', { a: [1, 2, 1] }, { $pull: { a: 1, b: 1 } }, { a: [2] }],
  ['$pull by a condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  ['$pull $in', { a: [1, 5, 9] }, { $pull: { a: { $in: [1, 9] } } }, { a: [5] }],
  ['$pull of documents', { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
  [
    '$pull $elemMatch-like condition',
    { a: [{ x: 1 }, { x: 5 }] },
    { $pull: { a: { x: { $gt: 3 } } } },
    { a: [{ x: 1 }] },
  ],
  ['$setOnInsert, not inserting', { a: 1 }, { $setOnInsert: { b: 1 }, $set: { a: 2 } }, { a: 2 }],
  ['$[] on all elements', { a: [1, 2] }, { $inc: { 'a.$[]': 1 } }, { a: [2, 3] }],
])('%s', async (_, before, update, after) => {
  const collection = await fresh({ _id: 1, ...before });
  await collection.updateOne({ _id: 1 }, update);
  expect(await collection.findOne()).toEqual({ _id: 1, ...after });
});

test('array filters choose the elements to change', async () => {
  const collection = await fresh({
    _id: 1,
    items: [
      { k: 'a', n: 1 },
      { k: 'b', n: 5 },
    ],
    list: [1, 5, 9],
  });
  await collection.updateOne(
    {},
    { $set: { 'items.$[item].done': true, 'list.$[large]': 0 } },
    { arrayFilters: [{ 'item.k': 'b', 'item.n': { $gt: 1 } }, { large: { $gte: 5 } }] },
  );
  expect(await collection.findOne()).toEqual({
    _id: 1,
    items: [
      { k: 'a', n: 1 },
      { k: 'b', n: 5, done: true },
    ],
    list: [1, 0, 0],
  });
});

test('$currentDate sets the time of the update', async () => {
  const collection = await fresh({ _id: 1 });
  const from = Date.now();
  await collection.updateOne({}, { $currentDate: { at: { $type: 'date' }, stamp: { $type: 'timestamp' } } });
  const doc = await collection.findOne();
  expect(doc?.['at'].getTime()).toBeGreaterThanOrEqual(from - 1);
  expect(doc?.['at'].getTime()).toBeLessThanOrEqual(Date.now() + 1);
  expect(doc?.['stamp']).toBeInstanceOf(Timestamp);
});

test('an upsert by operators starts from the equal fields of its filter', async () => {
  const collection = await fresh();
  const filter = { $and: [{ a: 1 }, { b: { $eq: 2 } }], c: { $in: [1, 2] } };
  const update: Document = { $inc: { n: 1 }, $push: { l: 1 } };
  await collection.updateOne(filter, update, { upsert: true });
  expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ a: 1, b: 2, n: 1, l: [1] });
});

test.each<[string, Doc, Document]>([
  ['$inc of a text', { a: 'x' }, { $inc: { a: 1 } }],
  ['$inc of null', { a: null }, { $inc: { a: 1 } }],
  ['$inc by a text', { a: 1 }, { $inc: { a: 'x' } }],
  ['$push to a number', { a: 1 }, { $push: { a: 1 } }],
  ['$push to null', { a: null }, { $push: { a: 1 } }],
  ['$addToSet to a text', { a: 'x' }, { $addToSet: { a: 1 } }],
  ['$pull from a number', { a: 1 }, { $pull: { a: 1 } }],
  ['a way through a number', { a: 1 }, { $set: { 'a.b': 1 } }],
  ['a name in an array', { a: [] }, { $set: { 'a.b': 1 } }],
  ['two changes of one field', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }],
  ['a change of a field and of its inside', { a: {} }, { $set: { a: {}, 'a.b': 1 } }],
  ['an identifier without a filter', { a: [1] }, { $set: { 'a.$[x]': 1 } }],
  ['an operator that nobody has', { a: 1 }, { $nonsense: { a: 1 } }],
])('refuses %s and changes nothing', async (_, before, update) => {
  const collection = await fresh({ _id: 1, ...before, first: 1 });
  await expect(collection.updateOne({ _id: 1 }, update)).rejects.toHaveProperty('code');
  expect(await collection.findOne()).toEqual({ _id: 1, ...before, first: 1 });
});
