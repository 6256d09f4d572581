import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createSession,
  deactivateSession,
  quietSince,
  startAnswer,
  type SessionState,
} from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import type { SessionOf, Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, said, say } from './support/say.ts';

let database: TestDatabase;
let store: Store;
/** The store's clock, in milliseconds. */
let clock = Date.now();

beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database, { now: () => clock });
});
afterAll(async () => {
  await store?.close();
  await database?.stop();
});

describe('listByUser', () => {
  async function pages(userId: string, limit: number): Promise<SessionState[]> {
    const all: SessionState[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await store.sessions.listByUser({ userId, limit, cursor });
      all.push(...page.items);
      if (page.nextCursor === undefined) return all;
      expect(page.items).toHaveLength(limit);
      cursor = page.nextCursor;
    }
  }

  test('[P46] [P17] pages hold each session once, newest activity first, for any page size', async () => {
    const users = await Promise.all(
      [0, 1, 40].map(async (count) => {
        const userId = `lists ${count} ${randomUUID()}`;
        // Few moments, so that many share one.
        const ats = Array.from({ length: count }, (_, i) => 1_700_000_000_000 + ((i * 7) % 5));
        return { userId, made: await Promise.all(ats.map((at) => newSession(store, userId, at))) };
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...users), fc.integer({ min: 1, max: 60 }), async (user, limit) => {
        const listed = await pages(user.userId, limit);
        const expected = user.made
          .map(({ state }) => state)
          .sort((a, b) => b.lastActivityAt - a.lastActivityAt || (a.id < b.id ? -1 : 1));
        expect(listed).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test('[P46] sessions that are made or used between two pages push none out and bring none back', async () => {
    const userId = `moving ${randomUUID()}`;
    const made = [];
    for (let at = 1; at <= 6; at++) made.push(await newSession(store, userId, at));
    const first = await store.sessions.listByUser({ userId, limit: 3 });
    await newSession(store, userId, 100);
    const used = first.items[2]?.id ?? '';
    await say(store, used, randomUUID(), 'hi');
    const rest = await store.sessions.listByUser({ userId, limit: 3, cursor: first.nextCursor });
    const seen = [...first.items, ...rest.items].map(({ id }) => id);
    expect(seen).toEqual(made.map(({ state }) => state.id).reverse());
  });

  test('[P46] whatever is used between the pages, each session that was there comes exactly once', async () => {
    const uses = fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), uses, fc.boolean(), async (limit, uses, newOnes) => {
        const userId = `restless ${randomUUID()}`;
        const made = [];
        for (let at = 0; at < 12; at++)
          made.push((await newSession(store, userId, 1_000_000 + (at % 5))).state.id);
        const seen: string[] = [];
        let moment = 2_000_000;
        let page = await store.sessions.listByUser({ userId, limit });
        for (const used of [...uses, ...Array.from({ length: 12 }, () => [])]) {
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(({ id }) => id));
          if (page.nextCursor === undefined) break;
          for (const which of used) {
            const at = ++moment;
            await store.sessions.change(made[which] ?? '', (state) => ({
              change: said(state, randomUUID(), 'again', at),
              result: undefined,
            }));
          }
          if (newOnes) await newSession(store, userId, ++moment);
          page = await store.sessions.listByUser({ userId, limit, cursor: page.nextCursor });
        }
        expect(page.nextCursor).toBeUndefined();
        expect(seen.toSorted()).toEqual(made.toSorted());
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('[P46] those that were put away come when they are asked for, and the others without them', async () => {
    const userId = `tidy ${randomUUID()}`;
    const ids: string[] = [];
    for (let at = 1; at <= 5; at++) {
      const { state } = await newSession(store, userId, at);
      ids.unshift(state.id);
      if (at % 2 === 0) {
        const away = { ...state, archived: true };
        await store.sessions.change(state.id, () => ({
          change: { session: away, entries: [] },
          result: undefined,
        }));
      }
    }
    const listed = async (archived?: boolean) =>
      (await store.sessions.listByUser({ userId, limit: 10, archived })).items.map(({ id }) => id);
    expect(await listed()).toEqual(ids);
    expect(await listed(true)).toEqual([ids[1], ids[3]]);
    expect(await listed(false)).toEqual([ids[0], ids[2], ids[4]]);
  });

  test.each(['', 'x', 'e30', Buffer.from('-1/x').toString('base64url')])(
    'refuses the cursor %j',
    async (cursor) => {
      const list = store.sessions.listByUser({ userId: 'u', limit: 1, cursor });
      await expect(list).rejects.toMatchObject({ category: 'validation', code: 'invalid_field' });
    },
  );

  test.each([0, 201, 1.5])('refuses %d as a limit', async (limit) => {
    await expect(store.sessions.listByUser({ userId: 'u', limit })).rejects.toThrow('limit: must be');
  });
});

describe('activeOf and stuck', () => {
  test('finds the active sessions of a user, newest activity first', async () => {
    const userId = `active ${randomUUID()}`;
    const [one, two, three] = [
      await newSession(store, userId, 1),
      await newSession(store, userId, 2),
      await newSession(store, userId, 3),
    ];
    const change = deactivateSession(two.state);
    if (change) await store.sessions.commit(two, change);
    expect(await store.sessions.activeOf(userId)).toEqual([three.state.id, one.state.id]);
    expect(await store.sessions.activeOf('somebody else')).toEqual([]);
  });

  test('[P6] finds what is quiet, present or unused, and nothing else, however many there are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            state: fc.constantFrom('active' as const, 'idle' as const, 'ended' as const),
            lastActivityAt: fc.integer({ min: 900, max: 1100 }),
            presentUntil: fc.option(fc.integer({ min: 900, max: 1100 }), { nil: undefined }),
          }),
          { maxLength: 12 },
        ),
        async (states) => {
          const userId = randomUUID();
          const made = states.map(({ presentUntil, ...state }) => ({
            ...createSession(randomUUID(), userId, 'demo', 1),
            ...state,
            ...(presentUntil !== undefined && { presentUntil }),
          }));
          for (const state of made) await store.sessions.create(state);
          const ids = async (found: AsyncIterable<SessionOf>) => {
            const own: string[] = [];
            for await (const one of found) if (one.userId === userId) own.push(one.id);
            return own.sort();
          };
          const expected = (which: (state: SessionState) => boolean) =>
            made
              .filter(which)
              .map(({ id }) => id)
              .sort();
          const { sessions } = store;
          expect(await ids(sessions.activeButQuiet(1000))).toEqual(
            expected((one) => one.state === 'active' && quietSince(one) < 1000),
          );
          expect(await ids(sessions.presentUntil(1000))).toEqual(
            expected((one) => one.state === 'active' && (one.presentUntil ?? 1000) < 1000),
          );
          expect(await ids(sessions.unused(1000))).toEqual(
            expected((one) => one.state !== 'active' && quietSince(one) < 1000),
          );
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('finds sessions that wait for an answer for too long, oldest first', async () => {
    clock = 1000;
    const [quietOne, waiting, writing] = [
      await newSession(store),
      await newSession(store),
      await newSession(store),
    ];
    await say(store, waiting.state.id, randomUUID(), 'hi');
    clock = 2000;
    await say(store, writing.state.id, randomUUID(), 'hi');
    await store.sessions.change(writing.state.id, (state) => {
      const start = startAnswer(state, { turn: 1, delivery: 1 }, clock);
      return { change: start.kind === 'write' ? start.change : undefined, result: undefined };
    });
    const stuck = async (before: number, limit: number) =>
      (await store.sessions.stuck(before, limit)).map(({ id }) => id);
    expect(await stuck(2001, 10)).toEqual([waiting.state.id, writing.state.id]);
    expect(await stuck(2001, 1)).toEqual([waiting.state.id]);
    expect(await stuck(2000, 10)).toEqual([waiting.state.id]);
    expect(await stuck(1000, 10)).toEqual([]);
    expect(await stuck(3000, 10)).not.toContain(quietOne.state.id);
    clock = Date.now();
  });
});
