import { expect, test } from '@jest/globals';
import { MongoServerError, type Collection } from 'mongodb';
import { type Doc, useDatabase } from './useDatabase.ts';

const { fresh, another } = useDatabase();

/** The same collection as several processes have it, each with a client of its own. */
async function shared(collection: Collection<Doc>, clients: number): Promise<Collection<Doc>[]> {
  const dbs = await Promise.all(Array.from({ length: clients }, another));
  return dbs.map((db) => db.collection<Doc>(collection.collectionName));
}

const DUPLICATE_KEY = 11_000;

/** Inserts as the store does: PostgreSQL calls some of these races a deadlock, which is over at the next try. */
async function insert(collection: Collection<Doc>, document: Doc): Promise<void> {
  for (;;) {
    try {
      await collection.insertOne(document);
      return;
    } catch (error) {
      const isPassing = error instanceof MongoServerError && error.message.includes('deadlock');
      if (!isPassing || process.env['PARLEY_TEST_DATABASE'] !== 'ferretdb') throw error;
    }
  }
}

test('of concurrent inserts of the same unique key exactly one is done', async () => {
  const collection = await fresh({ seq: -1 });
  await collection.createIndex({ seq: 1 }, { unique: true });
  const clients = await shared(collection, 4);
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, seq) =>
      Promise.allSettled(clients.map((client, by) => insert(client, { seq, by }))),
    ),
  );
  for (const each of results) {
    expect(each.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const errors = each.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    for (const error of errors) expect(error).toMatchObject({ code: DUPLICATE_KEY });
  }
  expect(await collection.countDocuments()).toBe(41);
});

test('concurrent findOneAndUpdate lose no increment', async () => {
  const collection = await fresh({ _id: 1, n: 0 });
  const clients = await shared(collection, 4);
  const counts = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const client = clients[i % clients.length];
      const updated = await client?.findOneAndUpdate(
        { _id: 1 },
        { $inc: { n: 1 } },
        { returnDocument: 'after' },
      );
      return Number(updated?.['n']);
    }),
  );
  expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
});

test('compare-and-set by replaceOne: whoever read an older version changes nothing', async () => {
  const collection = await fresh({ _id: 's', version: 0, log: [] });
  const clients = await shared(collection, 4);
  const add = async (client: Collection<Doc>, what: string) => {
    for (;;) {
      const read = await client.findOne({ _id: 's' });
      const { version, log } = read as unknown as { version: number; log: string[] };
      const next = { version: version + 1, log: [...log, what] };
      const { matchedCount } = await client.replaceOne({ _id: 's', version }, next);
      if (matchedCount === 1) return;
    }
  };
  await Promise.all(
    clients.map(async (client, c) => {
      for (let i = 0; i < 25; i++) await add(client, `${c}.${i}`);
    }),
  );
  const end = await collection.findOne({ _id: 's' });
  expect(end?.['version']).toBe(100);
  expect(new Set(end?.['log']).size).toBe(100);
  const ofFirst = end?.['log'].filter((each: string) => each.startsWith('0.'));
  expect(ofFirst).toEqual(Array.from({ length: 25 }, (_, i) => `0.${i}`));
});

test('of concurrent upserts of one _id all but one find it there', async () => {
  const collection = await fresh();
  const clients = await shared(collection, 4);
  const results = await Promise.allSettled(
    clients.flatMap((client) =>
      [1, 2].map(() => client.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true })),
    ),
  );
  const done = results.filter(({ status }) => status === 'fulfilled').length;
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(MongoServerError);
  }
  expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, n: done });
});
