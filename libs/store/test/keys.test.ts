import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { createKeyRing, type Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, say } from './support/say.ts';
import { testKey } from './support/testKey.ts';

let database: TestDatabase;
let open: Store[] = [];

beforeEach(async () => {
  database = await databaseForTests();
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  await database.stop();
});

/** A service with these keys in its ring. */
async function service(...ids: string[]): Promise<Store> {
  const store = await openTestStore(database, { keys: createKeyRing(ids.map(testKey)) });
  open.push(store);
  return store;
}

const textsOf = async (store: Store, sessionId: string): Promise<string[]> =>
  (await store.entries.newest(sessionId, 100)).entries.map(({ text }) => text);

async function sessionWith(store: Store, text: string): Promise<string> {
  const { id } = (await newSession(store)).state;
  await say(store, id, randomUUID(), text);
  return id;
}

describe('data keys', () => {
  test('[P44] each user has one, whoever makes it at the same time', async () => {
    const services = await Promise.all([service('k1'), service('k1'), service('k1')]);
    const users = Array.from({ length: 10 }, (_, i) => `user ${i}`);
    const made = await Promise.all(
      users.flatMap((user) =>
        services.flatMap((store) => [newSession(store, user), newSession(store, user)]),
      ),
    );
    const [reader] = services;
    const keys = new Map<string, Set<string>>();
    for (const { state, dataKey } of made) {
      keys.set(state.userId, (keys.get(state.userId) ?? new Set()).add(dataKey));
      expect((await reader.sessions.load(state.id))?.state).toEqual(state);
    }
    expect([...keys.values()].map(({ size }) => size)).toEqual(users.map(() => 1));
    expect(new Set([...keys.values()].flatMap((ids) => [...ids])).size).toBe(users.length);
    expect(await reader.keys.status()).toEqual([{ ringKey: 'k1', dataKeys: users.length, known: true }]);
  });

  test('[P44] are wrapped again by the first key, in batches of any size, and then the old one can go', async () => {
    const before = await service('k1');
    const said = new Map<string, string>();
    for (let i = 0; i < 12; i++) said.set(await sessionWith(before, `text ${i}`), `text ${i}`);
    const sizes = fc.integer({ min: 1, max: 20 });
    let [from, to] = ['k1', 'k2'];
    await fc.assert(
      fc.asyncProperty(sizes, async (batch) => {
        const rotating = await openTestStore(database, { keys: createKeyRing([to, from].map(testKey)) });
        expect(await rotating.keys.rewrap(batch)).toEqual({ rewrapped: 12, unreadable: 0 });
        expect(await rotating.keys.rewrap(batch)).toEqual({ rewrapped: 0, unreadable: 0 });
        expect(await rotating.keys.status()).toEqual([
          { ringKey: to, dataKeys: 12, known: true },
          { ringKey: from, dataKeys: 0, known: true },
        ]);
        await rotating.close();
        [from, to] = [to, from];
      }),
      { numRuns: 15 },
    );
    const after = await service(from);
    for (const [id, text] of said) expect(await textsOf(after, id)).toEqual([text]);
  });

  test('[P44] rotate while writers write, with services at different steps of the ring', async () => {
    const writing = new Map<string, string[]>();
    /** Talks in new and old sessions until told to stop, as a service that knows these keys. */
    async function talk(store: Store, over: AbortSignal): Promise<void> {
      for (let i = 0; !over.aborted || i < 3; i++) {
        const known = [...writing.keys()];
        const old = known[Math.floor(Math.random() * known.length)];
        const id = i % 2 === 0 || old === undefined ? (await newSession(store)).state.id : old;
        const text = randomUUID();
        await say(store, id, randomUUID(), text);
        writing.set(id, [...(writing.get(id) ?? []), text]);
        expect(await textsOf(store, id)).toContain(text);
      }
    }
    // Each step: every service has either this step's ring or the next one's, and the wrapping goes on all the while.
    const steps = [['k1'], ['k1', 'k2'], ['k2', 'k1'], ['k2']];
    const services = await Promise.all(steps.map((ids) => service(...ids)));
    for (let step = 0; step + 1 < steps.length; step++) {
      const [now, next] = [services[step], services[step + 1]];
      if (!now || !next) throw new Error('there are two');
      const over = new AbortController();
      const talking = [talk(now, over.signal), talk(next, over.signal)];
      for (let round = 0; round < 3; round++) await next.keys.rewrap(2);
      over.abort();
      await Promise.all(talking);
      // Before the old key is dropped the operator has every key wrapped by the new one, and looks.
      if (step === 1) {
        expect((await next.keys.rewrap()).unreadable).toBe(0);
        expect(await next.keys.status()).toMatchObject([{ ringKey: 'k2' }, { ringKey: 'k1', dataKeys: 0 }]);
      }
    }
    const last = await service('k2');
    for (const [id, texts] of writing) {
      expect((await textsOf(last, id)).toSorted()).toEqual(texts.toSorted());
    }
    expect(writing.size).toBeGreaterThan(6);
  });

  test('[P44] what an unknown key wraps is counted, and left as it is', async () => {
    const old = await service('k1');
    const id = await sessionWith(old, 'kept');
    const hasty = await service('k2');
    await sessionWith(hasty, 'new');
    expect(await hasty.keys.status()).toEqual([
      { ringKey: 'k2', dataKeys: 1, known: true },
      { ringKey: 'k1', dataKeys: 1, known: false },
    ]);
    expect(await hasty.keys.rewrap()).toEqual({ rewrapped: 0, unreadable: 1 });
    expect(await textsOf(old, id)).toEqual(['kept']);
    const mended = await service('k2', 'k1');
    expect(await mended.keys.rewrap()).toEqual({ rewrapped: 1, unreadable: 0 });
    expect(await textsOf(mended, id)).toEqual(['kept']);
  });

  test('[P44] stay in memory for a minute, and are read once in it', async () => {
    let now = 0;
    const store = await openTestStore(database, { now: () => now });
    open.push(store);
    const id = await sessionWith(store, 'cached');
    const client = new MongoClient(database.url);
    await client.db(database.name).collection('userKeys').deleteMany({});
    await client.close();
    now = 59_999;
    expect(await textsOf(store, id)).toEqual(['cached']);
    now = 60_000;
    await expect(store.sessions.load(id)).rejects.toMatchObject({ reason: 'unknown_key' });
  });
});
