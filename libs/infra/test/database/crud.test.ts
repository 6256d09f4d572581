import { describe, expect, test } from '@jest/globals';
import { ObjectId } from 'mongodb';
import { useDatabase } from './useDatabase.ts';

const { db, fresh } = useDatabase();
const people = [
  { _id: 1, name: 'Ada', age: 36 },
  { _id: 2, name: 'Bob', age: 20 },
  { _id: 3, name: 'Cyd', age: 20 },
];

describe('insert and find', () => {
  test('gives back what was inserted, in the order of insertion', async () => {
    const collection = await fresh();
    const result = await collection.insertMany(people);
    expect(result.insertedCount).toBe(3);
    expect(await collection.find().toArray()).toEqual(people);
    expect(await collection.findOne({ _id: 2 })).toEqual(people[1]);
    expect(await collection.findOne({ _id: 9 })).toBeNull();
  });

  test('makes an ObjectId when there is no _id', async () => {
    const collection = await fresh();
    const { insertedId } = await collection.insertOne({ name: 'x' });
    expect(insertedId).toBeInstanceOf(ObjectId);
    expect(await collection.findOne({ _id: insertedId })).toEqual({ _id: insertedId, name: 'x' });
  });

  test('refuses a second document with the same _id, whatever type its number has', async () => {
    const collection = await fresh({ _id: 1 });
    await expect(collection.insertOne({ _id: 1 })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.countDocuments()).toBe(1);
  });

  test('an ordered insert stops at the first failure, an unordered one goes on', async () => {
    const ordered = await fresh({ _id: 2 });
    await expect(ordered.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }])).rejects.toMatchObject({
      code: 11000,
    });
    expect(await ordered.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 1 }, { _id: 2 }]);
    const unordered = await fresh({ _id: 2 });
    const inserting = unordered.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false });
    await expect(inserting).rejects.toMatchObject({ code: 11000 });
    expect(await unordered.countDocuments()).toBe(3);
  });

  test('counts, estimates and tells distinct values', async () => {
    const collection = await fresh(...people);
    expect(await collection.countDocuments({ age: 20 })).toBe(2);
    expect(await collection.countDocuments({ age: 20 }, { skip: 1 })).toBe(1);
    expect(await collection.countDocuments({}, { limit: 2 })).toBe(2);
    expect(await collection.estimatedDocumentCount()).toBe(3);
    expect(new Set(await collection.distinct('age'))).toEqual(new Set([20, 36]));
    expect(await collection.distinct('name', { age: 36 })).toEqual(['Ada']);
  });
});

describe('update, replace and delete', () => {
  test('updateOne changes one, updateMany all, and both tell how many', async () => {
    const collection = await fresh(...people);
    expect(await collection.updateOne({ age: 20 }, { $set: { age: 21 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 1,
    });
    expect(await collection.updateMany({}, { $set: { age: 21 } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 2,
    });
    expect(await collection.updateOne({ _id: 9 }, { $set: { age: 1 } })).toMatchObject({
      matchedCount: 0,
      modifiedCount: 0,
      upsertedCount: 0,
    });
  });

  test('replaceOne puts a whole document into the place of another and keeps its _id', async () => {
    const collection = await fresh(...people);
    expect(await collection.replaceOne({ _id: 1 }, { name: 'Eve' })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 1,
    });
    expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, name: 'Eve' });
  });

  test('the _id never changes', async () => {
    const collection = await fresh(...people);
    await expect(collection.updateOne({ _id: 1 }, { $set: { _id: 5 } })).rejects.toMatchObject({ code: 66 });
    await expect(collection.replaceOne({ _id: 1 }, { _id: 5, name: 'x' })).rejects.toMatchObject({
      code: 66,
    });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(people);
  });

  test('an upsert makes the document from its filter and its update', async () => {
    const collection = await fresh();
    const filter = { _id: 5, 'where.city': 'Rome', age: { $gt: 3 } };
    const result = await collection.updateOne(
      filter,
      { $set: { x: 1 }, $setOnInsert: { y: 2 } },
      { upsert: true },
    );
    expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 5 });
    expect(await collection.findOne()).toEqual({ _id: 5, where: { city: 'Rome' }, x: 1, y: 2 });
    await collection.updateOne({ _id: 5 }, { $set: { x: 3 }, $setOnInsert: { y: 9 } }, { upsert: true });
    expect(await collection.findOne()).toEqual({ _id: 5, where: { city: 'Rome' }, x: 3, y: 2 });
    await collection.replaceOne({ _id: 6 }, { z: 1 }, { upsert: true });
    expect(await collection.findOne({ _id: 6 })).toEqual({ _id: 6, z: 1 });
  });

  test('findOneAndUpdate gives the document as it was or as it is', async () => {
    const collection = await fresh(...people);
    const update = { $inc: { age: 1 } };
    expect(await collection.findOneAndUpdate({ age: 20 }, update, { sort: { _id: -1 } })).toEqual(people[2]);
    expect(await collection.findOneAndUpdate({ _id: 3 }, update, { returnDocument: 'after' })).toEqual({
      ...people[2],
      age: 22,
    });
    expect(await collection.findOneAndUpdate({ _id: 3 }, update, { projection: { age: 1, _id: 0 } })).toEqual(
      { age: 22 },
    );
    expect(await collection.findOneAndUpdate({ _id: 9 }, update)).toBeNull();
    const options = { upsert: true, returnDocument: 'after' } as const;
    expect(await collection.findOneAndUpdate({ _id: 9 }, update, options)).toEqual({ _id: 9, age: 1 });
  });

  test('findOneAndReplace and findOneAndDelete', async () => {
    const collection = await fresh(...people);
    expect(await collection.findOneAndReplace({ _id: 1 }, { a: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      a: 1,
    });
    expect(await collection.findOneAndDelete({ age: 20 }, { sort: { _id: 1 } })).toEqual(people[1]);
    expect(await collection.findOneAndDelete({ _id: 2 })).toBeNull();
    expect(await collection.countDocuments()).toBe(2);
  });

  test('deleteOne takes one, deleteMany all', async () => {
    const collection = await fresh(...people);
    expect((await collection.deleteOne({ age: 20 })).deletedCount).toBe(1);
    expect((await collection.deleteMany({ age: { $gt: 0 } })).deletedCount).toBe(2);
    expect((await collection.deleteMany({})).deletedCount).toBe(0);
  });

  test('bulkWrite does all kinds of writes in order', async () => {
    const collection = await fresh(...people);
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 4, name: 'Dan' } } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { age: 1 } } } },
      { updateMany: { filter: { age: 20 }, update: { $inc: { age: 2 } } } },
      { replaceOne: { filter: { _id: 5 }, replacement: { name: 'Eve' }, upsert: true } },
      { deleteOne: { filter: { _id: 2 } } },
      { deleteMany: { filter: { age: 22 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 3, upsertedCount: 1, deletedCount: 2 });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, name: 'Ada', age: 1 },
      { _id: 4, name: 'Dan' },
      { _id: 5, name: 'Eve' },
    ]);
  });
});

describe('collections', () => {
  test('are made by the first write or by name, listed and dropped', async () => {
    const collection = await fresh({ _id: 1 });
    const name = `made_${collection.collectionName}`;
    await db().createCollection(name);
    const names = async () =>
      (await db().listCollections({}, { nameOnly: true }).toArray()).map((each) => each.name);
    expect(await names()).toEqual(expect.arrayContaining([collection.collectionName, name]));
    expect(await db().listCollections({ name }).toArray()).toHaveLength(1);
    await expect(db().createCollection(name)).resolves.toBeDefined();
    await collection.drop();
    expect(await names()).not.toContain(collection.collectionName);
    expect(await collection.find().toArray()).toEqual([]);
  });

  test('the database answers ping and tells a version', async () => {
    expect(await db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect((await db().admin().buildInfo())['versionArray'][0]).toBeGreaterThanOrEqual(7);
    const { databases } = await db().admin().listDatabases({ nameOnly: true });
    await fresh({ _id: 1 });
    expect(databases.map(({ name }) => name)).toContain(db().databaseName);
  });
});
