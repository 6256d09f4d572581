import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import type { BegunCall, EndedCall, Store } from '../src/index.ts';
import { anyBegun, anyEnded } from './support/anyCall.ts';
import { openTestStore } from './support/openTestStore.ts';
import { rawDatabase, type RawDatabase } from './support/rawDatabase.ts';
import { recount, recountBy, type KnownCall } from './support/recount.ts';
import { newSession, say } from './support/say.ts';

const DAY_MS = 86_400_000;
const LATER_MS = 11 * 60_000;

let database: TestDatabase;
let store: Store;
let other: Store;
let raw: RawDatabase;
let late = 0;
beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database, { now: () => Date.now() + late });
  other = await openTestStore(database);
  raw = rawDatabase(database, database.name);
});
afterAll(async () => {
  await raw?.close();
  await Promise.all([store?.close(), other?.close()]);
  await database?.stop();
});

/** Each run has days and people of its own. */
let began = Date.UTC(2001, 0, 1);
function ownWorld() {
  began += 10 * DAY_MS;
  const some = (name: string) => Array.from({ length: 3 }, () => `${name} ${randomUUID()}`);
  return { users: some('zoë'), sessions: some('session'), messages: some('message') };
}

const call = (more: Partial<BegunCall> = {}): BegunCall => ({
  id: randomUUID(),
  sessionId: randomUUID(),
  userId: `user ${randomUUID()}`,
  purpose: 'answer',
  tried: 1,
  model: 'quick',
  provider: 'openai',
  startedAt: Date.now(),
  ...more,
});
const ended: EndedCall = {
  outcome: 'complete',
  inputTokens: 10,
  outputTokens: 5,
  estimated: false,
  endedAt: 2,
};

/** Enters them as workers do that try again: everything may come more than once, and all of it at the same time. */
async function enter(calls: readonly { begun: BegunCall; ends: readonly EndedCall[]; again: boolean }[]) {
  await Promise.all(
    calls.map(async ({ begun, ends, again }) => {
      await Promise.all((again ? [store, other] : [store]).map((one) => one.calls.begin(begun)));
      for (const end of ends) await store.calls.end(begun, end);
      if (again) await other.calls.begin({ ...begun, model: 'another', startedAt: begun.startedAt + 1 });
    }),
  );
}

describe('the ledger', () => {
  test('[P62] every sum is that of its entries, whatever was called, and however often it was entered', async () => {
    const anyRun = fc.gen();
    await fc.assert(
      fc.asyncProperty(anyRun, async (g) => {
        const world = ownWorld();
        const history = g(() =>
          fc.array(
            fc.record({
              begun: anyBegun(began, world),
              ends: fc.array(anyEnded(), { maxLength: 2 }),
              again: fc.boolean(),
            }),
            { maxLength: 12 },
          ),
        );
        await enter(history);
        const known = history.map(({ begun, ends: [end] }): KnownCall => ({ begun, end }));
        const [a, b] = g(() => fc.tuple(fc.nat(4 * DAY_MS), fc.nat(4 * DAY_MS)));
        const span = { from: began + Math.min(a, b), to: began + Math.max(a, b) };
        const then = known.filter(({ begun }) => begun.startedAt >= span.from && begun.startedAt < span.to);
        const iso = ({ startedAt }: BegunCall) => new Date(startedAt).toISOString();
        const keys = {
          model: ({ model }: BegunCall) => model,
          user: ({ userId }: BegunCall) => userId,
          day: (begun: BegunCall) => iso(begun).slice(0, 10),
          hour: (begun: BegunCall) => iso(begun).slice(0, 13),
        };
        for (const by of ['model', 'user', 'day', 'hour'] as const) {
          expect(await store.calls.sums(span, by)).toEqual(recountBy(then, keys[by]));
          const [userId = ''] = world.users;
          const own = then.filter(({ begun }) => begun.userId === userId);
          expect(await store.calls.sums(span, by, userId)).toEqual(recountBy(own, keys[by]));
        }
        expect(await store.calls.total(span)).toEqual({ calls: then.length, usage: recount(then) });
        for (const userId of world.users) {
          const own = then.filter(({ begun }) => begun.userId === userId);
          const counted = own.filter(({ begun }) => begun.purpose !== 'draft');
          expect(await store.calls.tokensOf(userId, span)).toBe(recount(counted).totalTokens);
        }
        for (const sessionId of world.sessions) {
          const own = known.filter(({ begun }) => begun.sessionId === sessionId);
          expect(await store.calls.usageOf(sessionId)).toEqual(recount(own));
          const [messageId = ''] = world.messages;
          const ofAnswer = own.filter(({ begun }) => begun.messageId === messageId);
          const startedAt = Math.min(Date.now(), ...ofAnswer.map(({ begun }) => begun.startedAt));
          expect(await store.calls.usageOfAnswer({ sessionId, messageId, startedAt })).toEqual({
            answer: recount(ofAnswer),
            session: recount(own),
          });
          const entries = await store.calls.ofSession(sessionId);
          const times = entries.map(({ startedAt }) => startedAt);
          expect(times).toEqual(times.toSorted((x, y) => x - y));
          const told = entries.map(({ costUsd: _costUsd, ...entry }) => entry);
          const made = own.map(({ begun, end }) => ({ ...begun, outcome: 'unknown', ...end }));
          expect(told).toHaveLength(made.length);
          expect(told).toEqual(expect.arrayContaining(made));
          // A sum of doubles: that of the ledger's own is exact.
          const cost = entries.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0);
          expect(Math.abs(cost - (recount(own).costUsd ?? 0))).toBeLessThanOrEqual(1e-9 * (1 + cost));
        }
      }),
      { numRuns: 100 },
    );
  }, 300_000);

  test('[P62] of ends that race, one counts as a whole', async () => {
    for (let round = 0; round < 20; round++) {
      const begun = call({ price: { input: 1, output: 1 } });
      await store.calls.begin(begun);
      const ends = Array.from({ length: 6 }, (_, n) => ({ ...ended, inputTokens: n, outputTokens: n }));
      await Promise.all(ends.map((end, n) => (n % 2 === 0 ? store : other).calls.end(begun, end)));
      const [entry] = await store.calls.ofSession(begun.sessionId);
      const n = entry?.inputTokens ?? NaN;
      expect(entry).toMatchObject({ outcome: 'complete', outputTokens: n, costUsd: (2 * n) / 1e6 });
    }
  });

  test('[P62] a call that was never entered has no end, and an end is told no second time', async () => {
    const begun = call();
    await store.calls.end(begun, ended);
    expect(await store.calls.ofSession(begun.sessionId)).toEqual([]);
    await store.calls.begin(begun);
    await store.calls.end(begun, { ...ended, outcome: 'stopped' });
    await store.calls.end(begun, { ...ended, outcome: 'complete', inputTokens: 999 });
    expect(await store.calls.ofSession(begun.sessionId)).toEqual([
      { ...begun, ...ended, outcome: 'stopped' },
    ]);
  });

  test('[P62] costs by the price that held: what was read before costs less, and as much where nothing is said', async () => {
    const sessionId = randomUUID();
    const costs = async (price: BegunCall['price']) => {
      const begun = call({ sessionId, price });
      await store.calls.begin(begun);
      await store.calls.end(begun, {
        ...ended,
        inputTokens: 1_000_000,
        cachedTokens: 400_000,
        outputTokens: 3,
      });
      return (await store.calls.ofSession(sessionId)).find(({ id }) => id === begun.id)?.costUsd;
    };
    expect(await costs({ input: 2, output: 10, cached: 0.5 })).toBe(1.40003);
    expect(await costs({ input: 2, output: 10 })).toBe(2.00003);
    expect(await costs({ input: 0, output: 0 })).toBe(0);
    expect(await costs(undefined)).toBeUndefined();
    expect((await store.calls.usageOf(sessionId)).costUsd).toBe(3.40006);
  });

  test('[P62] a session that is removed keeps its entries, the newest of which can be asked for', async () => {
    const { state } = await newSession(store);
    const own = { sessionId: state.id, userId: state.userId };
    const calls = [1, 2, 3].map((startedAt) => call({ ...own, startedAt }));
    await enter(calls.map((begun) => ({ begun, ends: [ended], again: false })));
    await store.sessions.remove(state.id);
    expect(await store.calls.usageOf(state.id)).toMatchObject({ inputTokens: 30, outputTokens: 15 });
    const newest = await store.calls.ofSession(state.id, 2);
    expect(newest.map(({ id }) => id)).toEqual(calls.slice(1).map(({ id }) => id));
    await expect(store.calls.ofSession(state.id, 0)).rejects.toThrow('limit');
  });
});

describe('a user who is erased', () => {
  const usersIn = async () => JSON.stringify(await raw.all('calls'));

  test('[P44] [P62] is in no entry any more; the sums by model and day stay', async () => {
    const world = ownWorld();
    const [anna = '', ben = ''] = world.users;
    const span = { from: began, to: began + 5 * DAY_MS };
    const calls = Array.from({ length: 1100 }, (_, n) =>
      call({ userId: n % 11 === 0 ? ben : anna, startedAt: began + n * 1000 }),
    );
    // All of them at once would wait for connections longer than a store waits.
    for (let at = 0; at < calls.length; at += 100)
      await enter(calls.slice(at, at + 100).map((begun) => ({ begun, ends: [ended], again: false })));
    const before = [await store.calls.sums(span, 'model'), await store.calls.sums(span, 'day')];
    await store.users.erase(anna);
    expect(await usersIn()).not.toContain(anna);
    expect([await store.calls.sums(span, 'model'), await store.calls.sums(span, 'day')]).toEqual(before);
    expect(await store.calls.tokensOf(anna, span)).toBe(0);
    expect((await store.calls.total(span)).calls).toBe(1100);
    expect(await store.calls.sums(span, 'user')).toEqual([
      { key: ben, calls: 100, usage: { inputTokens: 1000, outputTokens: 500, totalTokens: 1500 } },
    ]);
  });

  test('[P44] a call that began behind the erasure’s back is found later; one of who came back stays theirs', async () => {
    const anna = `anna ${randomUUID()}`;
    await newSession(store, anna);
    await store.users.erase(anna);
    const behind = call({ userId: anna, startedAt: Date.now() + late });
    await store.calls.begin(behind);
    late += 1000;
    const { state } = await newSession(store, anna);
    await say(store, state.id, randomUUID(), 'words');
    const since = call({ userId: anna, sessionId: state.id, startedAt: Date.now() + late });
    await store.calls.begin(since);
    late += LATER_MS;
    await store.removals.finish();
    const of = async ({ sessionId }: BegunCall) => (await store.calls.ofSession(sessionId))[0]?.userId;
    expect(await of(behind)).toBeUndefined();
    expect(await of(since)).toBe(anna);
  });
});
