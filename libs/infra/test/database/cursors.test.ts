import { expect, test } from '@jest/globals';
import { useDatabase } from './useDatabase.ts';

const { db, fresh } = useDatabase();
const numbers = Array.from({ length: 300 }, (_, i) => ({ _id: i, n: i % 7 }));

test.each([1, 2, 7, 100, 101, 299, 300, 301, 1000])(
  'batches of %i give every document once',
  async (batchSize) => {
    const collection = await fresh(...numbers);
    const found = await collection.find({}, { batchSize }).sort({ _id: 1 }).toArray();
    expect(found).toEqual(numbers);
  },
);

test.each([0, 1, 150, 250, 400])('a limit of %i holds over several batches', async (limit) => {
  const collection = await fresh(...numbers);
  const found = await collection.find({}, { limit, batchSize: 40, skip: 20 }).sort({ _id: 1 }).toArray();
  expect(found).toEqual(numbers.slice(20, limit === 0 ? undefined : 20 + limit));
});

test('goes on by an index while documents are added and taken away', async () => {
  const collection = await fresh(...numbers);
  await collection.createIndex({ n: 1, _id: 1 });
  const cursor = collection.find({ n: 3 }, { batchSize: 5 }).sort({ _id: 1 });
  const seen = [await cursor.next()];
  await collection.deleteMany({ n: 4 });
  await collection.insertOne({ _id: 1000, n: 2 });
  for await (const document of cursor) seen.push(document);
  expect(seen).toEqual(numbers.filter(({ n }) => n === 3));
});

test('large documents come in several batches', async () => {
  const text = 'x'.repeat(1_000_000);
  const collection = await fresh(...Array.from({ length: 40 }, (_, i) => ({ _id: i, text })));
  let bytes = 0;
  for await (const { text } of collection.find()) bytes += text.length;
  expect(bytes).toBe(40_000_000);
});

test('a cursor that was closed is gone', async () => {
  const collection = await fresh(...numbers);
  const cursor = collection.find({}, { batchSize: 2 });
  await cursor.next();
  const id = cursor.id;
  await cursor.close();
  const more = db().command({ getMore: id, collection: collection.collectionName });
  await expect(more).rejects.toMatchObject({ code: 43 });
});

test('what does not exist is empty', async () => {
  const collection = await fresh();
  expect(await collection.find({ a: 1 }).sort({ b: 1 }).toArray()).toEqual([]);
  expect(await collection.countDocuments()).toBe(0);
  expect(await collection.distinct('a')).toEqual([]);
  expect((await collection.deleteMany({})).deletedCount).toBe(0);
});

test('updates and deletes of many documents reach each of them once', async () => {
  const collection = await fresh(...Array.from({ length: 1500 }, (_, i) => ({ _id: i, n: i })));
  await collection.createIndex({ n: 1 });
  // Each change moves the document further in the very index that is read.
  const { modifiedCount } = await collection.updateMany({ n: { $gte: 0 } }, { $inc: { n: 2000 } });
  expect(modifiedCount).toBe(1500);
  expect(await collection.countDocuments({ n: { $gte: 2000, $lt: 3500 } })).toBe(1500);
  expect((await collection.deleteMany({ n: { $lt: 3000 } })).deletedCount).toBe(1000);
  expect((await collection.deleteOne({ n: { $gte: 3000 } })).deletedCount).toBe(1);
  expect(await collection.countDocuments()).toBe(499);
});
