import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Collection } from 'mongodb';
import { type Doc, useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();

/** FerretDB looks once a minute, in small portions. */
const sweepMs = 150_000;

async function untilIds(collection: Collection<Doc>, wanted: number[], what: string): Promise<void> {
  const deadline = performance.now() + sweepMs;
  for (;;) {
    const ids = (await collection.find().sort({ _id: 1 }).toArray()).map(({ _id }) => Number(_id));
    if (ids.join() === wanted.join()) return;
    if (performance.now() > deadline) throw new Error(`${what}: ${ids.join()} are still there`);
    await delay(200);
  }
}

test(
  'documents expire some time after the date in an indexed field',
  async () => {
    const now = Date.now();
    const collection = await fresh(
      { _id: 1, at: new Date(now - 120_000) },
      { _id: 2, at: new Date(now + 600_000) },
      { _id: 3, at: new Date(now + 3_600_000) },
      { _id: 4, at: 'no date' },
      { _id: 5 },
    );
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await untilIds(collection, [2, 3, 4, 5], 'one document to expire');
    await collection.updateOne({ _id: 3 }, { $set: { at: new Date(0) } });
    await untilIds(collection, [2, 4, 5], 'a second document to expire');
    expect(await collection.countDocuments({ at: { $exists: true } })).toBe(2);
  },
  sweepMs * 2 + 10_000,
);
