import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { anyMessageText } from '@parley/testing';
import * as fc from 'fast-check';
import { Binary, MongoClient } from 'mongodb';
import type { Store, Summary } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession } from './support/say.ts';

let database: TestDatabase;
let store: Store;
let client: MongoClient;
beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database);
  client = new MongoClient(database.url);
});
afterAll(async () => {
  await client?.close();
  await store?.close();
  await database?.stop();
});
const stored = () =>
  client.db(database.name).collection<{ _id: string; sessionId: string; text: Binary }>('summaries');

const summaryOf = (sessionId: string, text = 'in short'): Summary => ({
  id: randomUUID(),
  sessionId,
  upTo: 7,
  text,
});

describe('summaries', () => {
  test('[P44] come back as they were put, the first time they were', async () => {
    const { id } = (await newSession(store)).state;
    await fc.assert(
      fc.asyncProperty(anyMessageText(30), async (text) => {
        const summary = summaryOf(id, text);
        expect(await store.summaries.put(summary)).toBe(true);
        expect(await store.summaries.put({ ...summary, text: 'another' })).toBe(true);
        expect(await store.summaries.get(summary.id)).toEqual(summary);
      }),
      { numRuns: 100 },
    );
  });

  test('[P27] go but for the one that counts, and with their session', async () => {
    const [one, two] = [(await newSession(store)).state.id, (await newSession(store)).state.id];
    const [old, counts, foreign] = [summaryOf(one), summaryOf(one), summaryOf(two)];
    for (const summary of [old, counts, foreign]) await store.summaries.put(summary);
    await store.summaries.dropOthers(one, counts.id);
    expect(await store.summaries.get(old.id)).toBeUndefined();
    expect(await store.summaries.get(counts.id)).toEqual(counts);
    await store.summaries.dropOthers(one);
    expect(await store.summaries.get(counts.id)).toBeUndefined();
    expect(await store.summaries.get(foreign.id)).toEqual(foreign);
    await store.sessions.remove(two);
    expect(await store.summaries.get(foreign.id)).toBeUndefined();
    expect(await stored().countDocuments({ sessionId: two })).toBe(0);
    expect(await store.summaries.put(foreign)).toBe(false);
  });

  test('[P44] can’t be read when they were changed or moved, and then count as not there', async () => {
    const { id: one, userId } = (await newSession(store)).state;
    const { id: two } = (await newSession(store, userId)).state;
    const moved = summaryOf(one);
    const flipped = summaryOf(one);
    for (const summary of [moved, flipped]) await store.summaries.put(summary);
    await stored().updateOne({ _id: moved.id }, { $set: { sessionId: two } });
    expect(await store.summaries.get(moved.id)).toBeUndefined();
    const bytes = Uint8Array.from((await stored().findOne({ _id: flipped.id }))?.text.value() ?? []);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await stored().updateOne({ _id: flipped.id }, { $set: { text: new Binary(bytes) } });
    expect(await store.summaries.get(flipped.id)).toBeUndefined();
  });
});
