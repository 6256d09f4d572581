import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { anyUserId } from '@parley/testing';
import * as fc from 'fast-check';
import type { Choice, Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database);
});
afterAll(async () => {
  await store?.close();
  await database?.stop();
});

const NONE: Choice = { sessionId: undefined, chosenAt: 0, version: 0 };

describe('the active session of a user', () => {
  test('[P48] is none, the last one chosen, or none again, for any user', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyUserId().filter((id) => id.isWellFormed()),
        fc.uuid(),
        fc.integer({ min: 0, max: 4e12 }),
        async (userId, sessionId, at) => {
          const before = await store.users.active(userId);
          expect(await store.users.activate(userId, sessionId, at)).toBe(true);
          const chosen = await store.users.active(userId);
          expect(chosen).toEqual({ sessionId, chosenAt: at, version: before.version + 1 });
          expect(await store.users.deactivate(userId, before)).toBe(false);
          expect(await store.users.active(userId)).toEqual(chosen);
          expect(await store.users.deactivate(userId, chosen)).toBe(true);
          expect((await store.users.active(userId)).sessionId).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  });

  test('[P48] is what one of those says who choose at once, and only one of those who expect', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 5 }),
        async (expecting, regardless) => {
          const userId = randomUUID();
          for (let round = 0; round < 3; round++) {
            const last = await store.users.active(userId);
            expect(last.sessionId === undefined).toBe(last.version === 0);
            const ids = Array.from({ length: expecting }, () => randomUUID());
            const others = Array.from({ length: round > 0 ? regardless : 0 }, () => randomUUID());
            const won = await Promise.all([
              ...ids.map((id) => store.users.activate(userId, id, round, last)),
              ...others.map((id) => store.users.activate(userId, id, round)),
            ]);
            expect(won.slice(expecting)).toEqual(others.map(() => true));
            const winners = ids.filter((_, at) => won[at]);
            expect(winners.length).toBeLessThanOrEqual(1);
            const now = await store.users.active(userId);
            expect(now.version).toBe(last.version + winners.length + others.length);
            expect([...winners, ...others]).toContain(now.sessionId);
          }
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('[P48] is chosen by somebody when all choose for the first time at once', async () => {
    const userId = randomUUID();
    expect(await store.users.active(userId)).toEqual(NONE);
    const ids = Array.from({ length: 10 }, () => randomUUID());
    expect(await Promise.all(ids.map((id) => store.users.activate(userId, id, 1)))).toEqual(
      ids.map(() => true),
    );
    const { sessionId, version } = await store.users.active(userId);
    expect(ids).toContain(sessionId);
    expect(version).toBe(10);
  });
});
