import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Decimal128, MongoClient, type Collection, type Document } from 'mongodb';
import { type DatabaseServer, startEmbeddedDatabase } from '../../src/index.ts';

let dataDir: string;
let server: DatabaseServer;
let client: MongoClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  server = await startEmbeddedDatabase({ dataDir });
  client = await MongoClient.connect(server.url, { retryReads: false });
});
afterAll(async () => {
  await client.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function withCollection(
  work: (collection: Collection, client: MongoClient) => Promise<void>,
): Promise<void> {
  await client.db('test').dropDatabase();
  await work(client.db('test').collection('docs'), client);
}

describe('what is not served is an error that names it', () => {
  const filters: [string, Document][] = [
    ['$regex', { a: { $regex: 'x' } }],
    ['regular expressions', { a: /x/ }],
    ['$expr', { $expr: { $eq: ['$a', 1] } }],
    ['$where', { $where: 'true' }],
    ['$text', { $text: { $search: 'x' } }],
    ['$mod', { a: { $mod: [2, 0] } }],
    ['$bitsAllSet', { a: { $bitsAllSet: [1] } }],
    ['$jsonSchema', { $jsonSchema: {} }],
    ['Decimal128', { a: Decimal128.fromString('1') }],
  ];
  test.each(filters)('the filter %s', (name, filter) =>
    withCollection(async (collection) => {
      await collection.insertOne({ a: 1 });
      await expect(collection.find(filter).toArray()).rejects.toThrow(`does not serve`);
      await expect(collection.find(filter).toArray()).rejects.toThrow(name);
    }),
  );

  const updates: [string, Document | Document[]][] = [
    ['updates by a pipeline', [{ $set: { a: 1 } }]],
    ['$mul', { $mul: { a: 2 } }],
    ['$bit', { $bit: { a: { and: 1 } } }],
    ['$pop', { $pop: { a: 1 } }],
    ['$pullAll', { $pullAll: { a: [1] } }],
    ['the positional operator $', { $set: { 'a.$': 1 } }],
  ];
  test.each(updates)('the update %s', (name, update) =>
    withCollection(async (collection) => {
      await collection.insertOne({ a: [1] });
      await expect(collection.updateOne({}, update)).rejects.toThrow(name);
      expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ a: [1] });
    }),
  );

  const others: [string, (collection: Collection, client: MongoClient) => Promise<unknown>][] = [
    ['collation', (docs) => docs.find({}, { collation: { locale: 'de' } }).toArray()],
    ['hint', (docs) => docs.find({}, { hint: { a: 1 } }).toArray()],
    ['$slice', (docs) => docs.findOne({}, { projection: { a: { $slice: 1 } } })],
    ['$lookup', (docs) => docs.aggregate([{ $lookup: { from: 'x', as: 'y', pipeline: [] } }]).toArray()],
    ['$cond', (docs) => docs.aggregate([{ $project: { x: { $cond: [true, 1, 2] } } }]).toArray()],
    ['$stdDevPop', (docs) => docs.aggregate([{ $group: { _id: null, x: { $stdDevPop: '$a' } } }]).toArray()],
    ['$changeStream', (docs) => docs.watch().next()],
    ['"text"', (docs) => docs.createIndex({ a: 'text' })],
    ['hidden', (docs) => docs.createIndex({ a: 1 }, { hidden: true })],
    [
      'capped',
      (docs, client) =>
        client.db('test').createCollection(`${docs.collectionName}2`, { capped: true, size: 1000 }),
    ],
    ['renameCollection', (docs) => docs.rename('other')],
    ['Decimal128', (docs) => docs.insertOne({ a: Decimal128.fromString('1') })],
    [
      'transactions',
      (docs, client) =>
        client.withSession((session) =>
          session.withTransaction(async () => void (await docs.insertOne({}, { session }))),
        ),
    ],
  ];
  test.each(others)('%s', (name, work) =>
    withCollection(async (collection, client) => {
      await collection.insertOne({ a: 1 });
      await expect(work(collection, client)).rejects.toThrow(name);
    }),
  );
});

describe('a duplicate key', () => {
  test('names the fields of the index and their values', () =>
    withCollection(async (collection) => {
      await collection.createIndex({ s: 1, n: -1 }, { unique: true });
      await collection.insertOne({ s: 'x', n: 1 });
      const expected = { code: 11000, keyPattern: { s: 1, n: -1 }, keyValue: { s: 'x', n: 1 } };
      await expect(collection.insertOne({ s: 'x', n: 1 })).rejects.toMatchObject(expected);
      const updating = collection.findOneAndUpdate({ s: 'y' }, { $set: { s: 'x', n: 1 } }, { upsert: true });
      await expect(updating).rejects.toMatchObject(expected);
    }));
});
