import { describe, expect, test } from '@jest/globals';
import { Double, Long } from 'mongodb';
import { useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();
const duplicate = { code: 11000 };

describe('a unique index', () => {
  test('refuses a second equal value at insert, update, replace and upsert', async () => {
    const collection = await fresh({ _id: 1, a: 1 }, { _id: 2, a: 2 });
    await collection.createIndex({ a: 1 }, { unique: true });
    await expect(collection.insertOne({ a: 1 })).rejects.toMatchObject(duplicate);
    await expect(collection.updateOne({ _id: 2 }, { $set: { a: 1 } })).rejects.toMatchObject(duplicate);
    await expect(collection.replaceOne({ _id: 2 }, { a: 1 })).rejects.toMatchObject(duplicate);
    await expect(collection.findOneAndUpdate({ _id: 2 }, { $inc: { a: -1 } })).rejects.toHaveProperty('code');
    await expect(
      collection.updateOne({ _id: 3 }, { $set: { a: 1 } }, { upsert: true }),
    ).rejects.toMatchObject(duplicate);
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
    ]);
  });

  test('lets a document keep its value, and gives the value free with the document', async () => {
    const collection = await fresh({ _id: 1, a: 1 });
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.updateOne({ _id: 1 }, { $set: { a: 1, b: 1 } });
    await collection.deleteOne({ _id: 1 });
    await collection.insertOne({ _id: 2, a: 1 });
    await collection.updateOne({ _id: 2 }, { $set: { a: 2 } });
    await collection.insertOne({ _id: 3, a: 1 });
    expect(await collection.countDocuments()).toBe(2);
  });

  test('compares numbers by value and takes a missing field as null', async () => {
    const collection = await fresh({ _id: 1, a: 5 }, { _id: 2 });
    await collection.createIndex({ a: 1 }, { unique: true });
    await expect(collection.insertOne({ a: Long.fromNumber(5) })).rejects.toMatchObject(duplicate);
    await expect(collection.insertOne({ a: new Double(5) })).rejects.toMatchObject(duplicate);
    await expect(collection.insertOne({ a: null })).rejects.toMatchObject(duplicate);
    await collection.insertOne({ a: '5' });
  });

  test('over several fields refuses only equal combinations', async () => {
    const collection = await fresh();
    await collection.createIndex({ s: 1, n: 1 }, { unique: true });
    await collection.insertMany([
      { s: 'a', n: 1 },
      { s: 'a', n: 2 },
      { s: 'b', n: 1 },
    ]);
    await expect(collection.insertOne({ s: 'a', n: 2 })).rejects.toMatchObject(duplicate);
  });

  test('cannot be made over values that are not', async () => {
    const collection = await fresh({ a: 1 }, { a: 1 });
    await expect(collection.createIndex({ a: 1 }, { unique: true })).rejects.toHaveProperty('code');
    expect(await collection.indexes()).toHaveLength(1);
  });

  test('over an array refuses a document that shares an element', async () => {
    const collection = await fresh({ _id: 1, tags: ['x', 'y'] });
    await collection.createIndex({ tags: 1 }, { unique: true });
    await expect(collection.insertOne({ tags: ['z', 'y'] })).rejects.toMatchObject(duplicate);
    await collection.insertOne({ tags: ['z', 'z'] });
  });

  test('that is sparse lets any number go without the field', async () => {
    const collection = await fresh({ _id: 1 }, { _id: 2 });
    await collection.createIndex({ a: 1 }, { unique: true, sparse: true });
    await collection.insertOne({ _id: 3, a: 1 });
    await expect(collection.insertOne({ a: 1 })).rejects.toMatchObject(duplicate);
    expect(await collection.countDocuments({ a: null })).toBe(2);
    expect(await collection.find().sort({ a: 1 }).toArray()).toHaveLength(3);
  });

  test('that is partial holds for the documents of its filter alone', async () => {
    const collection = await fresh();
    await collection.createIndex({ user: 1 }, { unique: true, partialFilterExpression: { active: true } });
    await collection.insertMany([
      { _id: 1, user: 'u', active: true },
      { _id: 2, user: 'u', active: false },
      { _id: 3, user: 'u', active: false },
    ]);
    await expect(collection.updateOne({ _id: 2 }, { $set: { active: true } })).rejects.toMatchObject(
      duplicate,
    );
    await collection.updateOne({ _id: 1 }, { $set: { active: false } });
    await collection.updateOne({ _id: 2 }, { $set: { active: true } });
    expect(await collection.findOne({ user: 'u', active: true })).toMatchObject({ _id: 2 });
    expect(await collection.countDocuments({ user: 'u' })).toBe(3);
  });
});

describe('indexes', () => {
  test('are listed with their options, made once and dropped', async () => {
    const collection = await fresh({ _id: 1, a: 1 });
    await collection.createIndexes([
      { key: { a: 1, b: -1 }, name: 'both', unique: true },
      { key: { at: 1 }, name: 'expiry', expireAfterSeconds: 3600 },
    ]);
    await collection.createIndex({ a: 1, b: -1 }, { name: 'both', unique: true });
    const listed = await collection.indexes();
    expect(listed).toEqual([
      expect.objectContaining({ name: '_id_', key: { _id: 1 } }),
      expect.objectContaining({ name: 'both', key: { a: 1, b: -1 }, unique: true }),
      expect.objectContaining({ name: 'expiry', key: { at: 1 }, expireAfterSeconds: 3600 }),
    ]);
    await expect(collection.createIndex({ c: 1 }, { name: 'both' })).rejects.toHaveProperty('code');
    await collection.dropIndex('both');
    expect(await collection.indexes()).toHaveLength(2);
    await collection.dropIndexes();
    expect(await collection.indexes()).toHaveLength(1);
    await expect(collection.dropIndex('both')).rejects.toHaveProperty('code');
  });

  test('do not change what is found', async () => {
    const documents = Array.from({ length: 200 }, (_, i) => ({
      _id: i,
      a: i % 5,
      b: i % 3 === 0 ? [i % 4, i % 7] : i % 6,
      ...(i % 4 === 0 ? {} : { c: i % 10 === 0 ? null : `t${i % 10}` }),
    }));
    const collection = await fresh(...documents);
    const filters = [
      { a: 2, b: { $gt: 2, $lte: 5 } },
      { a: { $in: [1, 4, 4] }, b: 3 },
      { a: 3, c: null },
      { a: { $gte: 2, $lt: 4 }, c: { $gt: 't3' } },
      { b: { $in: [1, 2] }, a: { $ne: 1 } },
      { $and: [{ a: 1 }, { c: { $lte: 't5' } }], $or: [{ b: 1 }, { b: 2 }] },
      { a: 1, c: { $exists: false } },
    ];
    const all = () =>
      Promise.all(
        filters.map(async (filter) => {
          const found = await collection.find(filter).sort({ a: -1, _id: 1 }).toArray();
          return found.map(({ _id }) => _id);
        }),
      );
    const before = await all();
    expect(before.every((ids) => ids.length > 0)).toBe(true);
    await collection.createIndexes([
      { key: { a: 1, b: 1 } },
      { key: { a: -1, c: -1 } },
      { key: { b: 1 } },
      { key: { c: 1, a: 1 }, sparse: true },
    ]);
    expect(await all()).toEqual(before);
  });
});
