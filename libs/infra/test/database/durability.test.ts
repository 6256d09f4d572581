import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { MongoClient, MongoServerError } from 'mongodb';
import { useEmbeddedDatabase } from './useEmbeddedDatabase.ts';

const { server, startAgain } = useEmbeddedDatabase();

test('no acked write is lost through five kill -9, and none is done by half', async () => {
  const bounds = { serverSelectionTimeoutMS: 5000, retryWrites: false, retryReads: false } as const;
  const clients = await Promise.all([1, 2, 3, 4].map(() => MongoClient.connect(server().url, bounds)));
  const docs = clients.map((client) => client.db('test').collection<{ _id: string; n: number }>('docs'));
  const counters = clients.map((client) =>
    client.db('test').collection<{ _id: number; n: number }>('counters'),
  );
  await docs[0]?.createIndex({ n: 1 }, { unique: true });
  const acked: string[] = [];
  const lowest = clients.map(() => 0);
  const highest = clients.map(() => 0);
  const end = new AbortController();
  const writing = clients.map(async (_, c) => {
    for (let i = 0; !end.signal.aborted; i++) {
      const _id = `${c}.${i}`;
      try {
        await docs[c]?.insertOne({ _id, n: i * clients.length + c });
        acked.push(_id);
        highest[c] = (highest[c] ?? 0) + 1;
        await counters[c]?.updateOne({ _id: c }, { $inc: { n: 1 } }, { upsert: true });
        lowest[c] = (lowest[c] ?? 0) + 1;
      } catch (error) {
        if (error instanceof MongoServerError) throw error;
      }
    }
  });
  for (let kill = 0; kill < 5; kill++) {
    const before = acked.length;
    const deadline = performance.now() + 10_000;
    while (acked.length < before + 200) {
      if (performance.now() > deadline) throw new Error('200 writes to be acked between two kills');
      await delay(5);
    }
    await server().kill();
    await startAgain();
  }
  end.abort();
  await Promise.all(writing);
  const stored = new Map((await docs[0]?.find().toArray())?.map((each) => [each._id, each]));
  expect(acked.filter((_id) => !stored.has(_id))).toEqual([]);
  for (const { _id, n } of stored.values()) {
    // Found by its index too: a document and its index entries are one.
    expect(await docs[0]?.findOne({ n })).toMatchObject({ _id });
  }
  for (const counter of (await counters[0]?.find().toArray()) ?? []) {
    expect(counter.n).toBeGreaterThanOrEqual(lowest[counter._id] ?? 0);
    expect(counter.n).toBeLessThanOrEqual(highest[counter._id] ?? 0);
  }
  await Promise.all(clients.map((client) => client.close()));
});
