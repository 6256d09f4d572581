import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { array, assert, asyncProperty, constantFrom, integer, nat, record } from 'fast-check';
import { MongoClient } from 'mongodb';
import {
  addCounts,
  bucketOf,
  middleOf,
  NO_COUNTS,
  QUANTILE_ERROR,
  type Counts,
  type Store,
} from '../src/index.ts';
import { answerOnce } from './support/answering.ts';
import { Crash, createCrashes } from './support/createCrashes.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, said, say } from './support/say.ts';

const crashes = createCrashes();
let database: TestDatabase;
/** A store whose process dies, and one of a process that lives. */
let dying: Store;
let store: Store;
let client: MongoClient;

beforeAll(async () => {
  database = await databaseForTests();
  [dying, store] = await Promise.all([
    openTestStore(database, { faults: crashes.faults }),
    openTestStore(database),
  ]);
  client = new MongoClient(database.url);
});
afterAll(async () => {
  await client?.close();
  await Promise.all([dying?.close(), store?.close()]);
  await database?.stop();
});

const tallies = () => client.db(database.name).collection<Partial<Counts> & { _id: string }>('tallies');

/** What was counted of a session. */
async function counted(sessionId: string): Promise<Counts> {
  const own = { _id: { $gte: `${sessionId}:`, $lt: `${sessionId};` } };
  let sum = NO_COUNTS;
  for (const tally of await tallies().find(own).toArray()) {
    const { messages = {}, answers = {}, times = {}, responseMs = NO_COUNTS.responseMs } = tally;
    sum = addCounts(sum, { messages, answers, times, responseMs });
  }
  return sum;
}

/** The same from its entries, one by one. */
async function recounted(sessionId: string): Promise<Counts> {
  const { entries } = await store.entries.newest(sessionId, 1000);
  let sum = NO_COUNTS;
  for (const { sender, status, responseMs } of entries) {
    sum = addCounts(sum, { ...NO_COUNTS, messages: { [sender]: 1 } });
    if (sender !== 'assistant' || responseMs === undefined) continue;
    sum = addCounts(sum, {
      ...NO_COUNTS,
      answers: { [status]: 1 },
      responseMs: { sum: responseMs, max: responseMs },
      times: { [`b${bucketOf(responseMs)}`]: 1 },
    });
  }
  return sum;
}

/** Does it until its process lives on to the end. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

describe('what is counted by the hour', () => {
  test('[P58] counts each entry and each answer once, wherever its writer dies and whoever comes after', async () => {
    const anyStep = record({
      what: constantFrom('say', 'say', 'answer', 'answer quickly'),
      dies: array(nat(30), { maxLength: 3 }),
      others: integer({ min: 0, max: 2 }),
    });
    await assert(
      asyncProperty(array(anyStep, { maxLength: 8 }), async (steps) => {
        const { state } = await newSession(store);
        for (const [turn, { what, dies, others }] of steps.entries()) {
          const points = [...dies];
          const id = randomUUID();
          let delivery = 0;
          await untilDone(async () => {
            const at = points.pop() ?? Infinity;
            crashes.arm((_point, n) => n === at);
            const done =
              what === 'say'
                ? say(dying, state.id, id, 'words')
                : answerOnce(dying, state.id, turn + 1, ++delivery, what === 'answer quickly');
            await Promise.all([
              done,
              ...Array.from({ length: others }, () => store.entries.newest(state.id, 1)),
            ]);
          });
        }
        await store.sessions.load(state.id);
        expect(await counted(state.id)).toEqual(await recounted(state.id));
      }),
      { numRuns: 100 },
    );
  });

  test('[P58] what is copied late, behind the changes that came after it, counts no second time', async () => {
    const { state } = await newSession(store);
    const first = await store.sessions.load(state.id);
    if (!first) throw new Error('it was made');
    // Copies as somebody would who slept between the commit and the copy.
    let wake = (): void => {};
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    const sleeper = await openTestStore(database, {
      faults: (point) => (point === 'tally.copy' ? asleep : undefined),
    });
    const slow = sleeper.sessions.commit(first, said(first.state, randomUUID(), 'one'));
    await new Promise((resolve) => setImmediate(resolve));
    for (let n = 0; n < 3; n++) await untilDone(() => say(store, state.id, randomUUID(), 'more'));
    wake();
    await slow;
    expect((await counted(state.id)).messages).toEqual((await recounted(state.id)).messages);
    await sleeper.close();
  });

  test('[P58] goes with its session, and with its user', async () => {
    const one = await newSession(store);
    const two = await newSession(store, one.state.userId);
    for (const { state } of [one, two]) await say(store, state.id, randomUUID(), 'words');
    await store.sessions.remove(one.state.id);
    expect(await counted(one.state.id)).toEqual(NO_COUNTS);
    expect((await counted(two.state.id)).messages).toEqual({ user: 1 });
    await store.users.erase(one.state.userId);
    expect(await counted(two.state.id)).toEqual(NO_COUNTS);
  });

  test('[P58] a time out of its bucket is as near as is said', () => {
    for (let ms = 1; ms < 10_000_000; ms = Math.ceil(ms * 1.01)) {
      expect(Math.abs(middleOf(bucketOf(ms)) / ms - 1)).toBeLessThanOrEqual(QUANTILE_ERROR + 1e-9);
      expect(bucketOf(ms + 1)).toBeGreaterThanOrEqual(bucketOf(ms));
    }
    expect(middleOf(bucketOf(0))).toBe(0);
  });
});
