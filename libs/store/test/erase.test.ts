import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSession } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import type { Store } from '../src/index.ts';
import { answerOnce } from './support/answering.ts';
import { Crash, createCrashes } from './support/createCrashes.ts';
import { openTestStore } from './support/openTestStore.ts';
import { rawDatabase, type RawDatabase } from './support/rawDatabase.ts';
import { newSession, say } from './support/say.ts';

const LATER_MS = 11 * 60_000;
const KINDS = ['sessions', 'entries', 'outcomes', 'summaries', 'users', 'userKeys'];

let database: TestDatabase;
let store: Store;
let other: Store;
let raw: RawDatabase;
let late = 0;
const crashes = createCrashes();

beforeEach(async () => {
  database = await databaseForTests();
  crashes.arm(() => false);
  late = 0;
  store = await openTestStore(database, { faults: crashes.faults, now: () => Date.now() + late });
  other = await openTestStore(database);
  raw = rawDatabase(database, database.name);
});
afterEach(async () => {
  await raw.close();
  await other.close();
  await store.close();
  await database.stop();
});

/** A session in which something was said and answered. */
async function talk(userId: string): Promise<string> {
  const { id } = (await newSession(store, userId)).state;
  await say(store, id, randomUUID(), `said by ${userId}`);
  await answerOnce(store, id, 1, 1);
  await store.summaries.put({ id: randomUUID(), sessionId: id, upTo: 2, text: `summary of ${id}` });
  return id;
}

/** Documents of these sessions, their users and keys that are there. */
async function left(userIds: readonly string[], sessionIds: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const kind of KINDS) {
    for (const document of await raw.all(kind)) {
      const text = JSON.stringify(document);
      if ([...userIds, ...sessionIds].some((id) => text.includes(id))) found.push(`${kind} ${document._id}`);
    }
  }
  return found;
}

const readable = async (from: Store, ids: readonly string[]): Promise<string[]> => {
  const texts: string[] = [];
  for (const id of ids) {
    const entries = await from.entries.newest(id, 10).catch(() => ({ entries: [] }));
    texts.push(...entries.entries.map(({ text }) => text).filter((text) => text !== ''));
  }
  return texts;
};

describe('users.erase', () => {
  test('[P44] leaves nothing of the user, and all of the others', async () => {
    const [anna, ben] = [`anna ${randomUUID()}`, `ben ${randomUUID()}`];
    const gone = [await talk(anna), await talk(anna)];
    const stays = await talk(ben);
    const before = await store.entries.newest(stays, 10);
    await store.users.erase(anna);
    await store.users.erase(anna);
    expect(await left([anna], gone)).toEqual([]);
    expect((await store.sessions.listByUser({ userId: anna, limit: 10 })).items).toEqual([]);
    expect(await store.sessions.load(gone[0] ?? '')).toBeUndefined();
    expect(before.entries).toHaveLength(2);
    expect(await store.entries.newest(stays, 10)).toEqual(before);
  });

  test('[P44] a copy from before opens nothing without the data key, with the ring and all', async () => {
    const [anna, ben] = [`anna ${randomUUID()}`, `ben ${randomUUID()}`];
    const [gone, stays] = [await talk(anna), await talk(ben)];
    const copied = new Map<string, Awaited<ReturnType<RawDatabase['all']>>>();
    for (const kind of KINDS) copied.set(kind, await raw.all(kind));
    await store.users.erase(anna);
    copied.set('keysAfter', await raw.all('userKeys'));

    /** The copy, with the keys as they were then or are now. */
    const restore = async (keys: 'userKeys' | 'keysAfter') => {
      const name = `${database.name.slice(0, 20)}_${keys}`;
      const copy = rawDatabase(database, name);
      for (const kind of ['sessions', 'entries', 'outcomes']) await copy.put(kind, copied.get(kind) ?? []);
      await copy.put('userKeys', copied.get(keys) ?? []);
      await copy.close();
      return openTestStore({ url: database.url, name });
    };
    const shredded = await restore('keysAfter');
    expect(await readable(shredded, [gone])).toEqual([]);
    await expect(shredded.sessions.load(gone)).rejects.toMatchObject({ reason: 'unknown_key' });
    expect((await shredded.sessions.listByUser({ userId: anna, limit: 9 })).items).toEqual([]);
    expect(await readable(shredded, [stays])).toHaveLength(2);
    await shredded.close();
    // The control: it is the missing key, and nothing else.
    const whole = await restore('userKeys');
    expect(await readable(whole, [gone, stays])).toHaveLength(4);
    await whole.close();
  });

  test('[P44] the same user comes back, with nothing, and with another key', async () => {
    const anna = `anna ${randomUUID()}`;
    await talk(anna);
    const [old] = await raw.all('userKeys');
    await store.users.erase(anna);
    const id = await talk(anna);
    expect((await store.sessions.listByUser({ userId: anna, limit: 10 })).items.map((one) => one.id)).toEqual(
      [id],
    );
    const [key, ...more] = await raw.all('userKeys');
    expect(more).toEqual([]);
    expect(key?.['key']).not.toBe(old?.['key']);
    // What is left to be looked after is not what was made since.
    late = LATER_MS;
    // The user and the one session.
    expect(await store.removals.finish()).toBe(2);
    expect(await store.removals.finish()).toBe(0);
    expect(await readable(store, [id])).toHaveLength(2);
  });

  test('[P44] cut short anywhere, it is completed, by another try or by whoever looks after it', async () => {
    const moments = fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(moments, fc.boolean(), async (moments, again) => {
        const anna = `anna ${randomUUID()}`;
        const ids = [await talk(anna), await talk(anna), await talk(anna)];
        // Before that nothing is done of it.
        crashes.arm((point, n) => point !== 'key.destroy' && moments.includes(n));
        for (let cut = true; cut;) {
          try {
            await store.users.erase(anna);
            cut = false;
          } catch (error) {
            expect(error).toBeInstanceOf(Crash);
            if (!again) break;
          }
        }
        crashes.arm(() => false);
        // Whatever was done of it, nothing can be read any more.
        expect(await readable(store, ids)).toEqual([]);
        // The second time for what the first one found to be removed.
        for (let round = 0; round < 2; round++) {
          late += LATER_MS;
          await store.removals.finish();
        }
        expect(await left([anna], ids)).toEqual([]);
        expect(await raw.all('removals')).toEqual([]);
      }),
      { numRuns: 100, endOnFailure: true },
    );
    expect(new Set(crashes.died)).toEqual(new Set(['key.destroyed', 'session.removed', 'entries.removed']));
  });

  test('[P44] is on record once and only when it is so, wherever it was cut short and whoever goes on with it', async () => {
    const points = ['key.destroy', 'key.destroyed', 'session.removed', 'entries.removed'];
    for (const [at, again] of points.flatMap((_, at) => [[at, true] as const, [at, false] as const])) {
      const anna = `anna ${randomUUID()}`;
      const ids = [await talk(anna)];
      const erase = () =>
        store.users.erase(anna, { who: anna, when: Date.now(), command: randomUUID(), where: '192.0.2.1' });
      crashes.arm((_, n) => n === at);
      await expect(erase()).rejects.toBeInstanceOf(Crash);
      expect(crashes.died.at(-1)).toBe(points[at]);
      if (again) await erase();
      crashes.arm(() => false);
      late += LATER_MS;
      await store.removals.finish();
      expect(await readable(store, ids)).toEqual([]);
      expect(await store.audit.list({ limit: 9, target: anna })).toMatchObject([
        { who: anna, what: 'user.erased', where: '192.0.2.1' },
      ]);
    }
  });

  test('[P44] that died before it began is completed by whoever looks after it, but for who came back', async () => {
    const [anna, ben] = [`anna ${randomUUID()}`, `ben ${randomUUID()}`];
    const gone = await talk(anna);
    crashes.arm((point) => point === 'key.destroy');
    const asked = { when: Date.now(), command: randomUUID() };
    for (const who of [anna, ben]) {
      const id = who === ben ? await talk(ben) : gone;
      await expect(store.users.erase(who, { who, ...asked })).rejects.toBeInstanceOf(Crash);
      expect(await store.audit.list({ limit: 9, target: who })).toEqual([]);
      expect(await readable(store, [id])).toHaveLength(2);
    }
    crashes.arm(() => false);
    await other.users.erase(ben);
    const back = await talk(ben);
    late = LATER_MS;
    await store.removals.finish();
    expect(await left([anna], [gone])).toEqual([]);
    expect(await store.audit.list({ limit: 9, target: anna })).toMatchObject([{ what: 'user.erased' }]);
    expect(await readable(store, [back])).toHaveLength(2);
    expect(await store.audit.list({ limit: 9, target: ben })).toHaveLength(1);
  });

  test('[P44] whoever opens sessions meanwhile ends with ones that can be read', async () => {
    const anna = `anna ${randomUUID()}`;
    for (let round = 0; round < 20; round++) {
      const opening = [store, other, store, other, store, other, store, other].map(async (one) => {
        const { state } = await newSession(one, anna);
        return state.id;
      });
      const erasing = [store, other].map((one) => one.users.erase(anna));
      const [ids] = await Promise.all([Promise.all(opening), Promise.all(erasing)]);
      for (const id of ids) {
        const loaded = await store.sessions.load(id);
        expect(loaded?.state.userId ?? anna).toBe(anna);
      }
    }
    late = LATER_MS;
    await store.removals.finish();
    const keys = new Set((await raw.all('userKeys')).map(({ key }) => key));
    expect((await raw.all('sessions')).filter(({ dataKey }) => !keys.has(String(dataKey)))).toEqual([]);
  });
});

describe('sessions.remove', () => {
  test('[P44] takes entries and outcomes along, and nothing of other sessions', async () => {
    const anna = `anna ${randomUUID()}`;
    const [gone, stays] = [await talk(anna), await talk(anna)];
    await store.sessions.remove(gone);
    await store.sessions.remove(gone);
    expect(await left([], [gone])).toEqual([]);
    expect(await store.sessions.load(gone)).toBeUndefined();
    expect(await store.entries.newest(gone, 5)).toEqual({ entries: [] });
    expect((await store.entries.newest(stays, 5)).entries).toHaveLength(2);
    expect(await raw.all('outcomes')).toHaveLength(1);
  });

  test('[P44] of thousands of entries, none is left', async () => {
    let loaded = await newSession(store);
    const { id } = loaded.state;
    for (let at = 0; at < 1300; at += 100) {
      const entries = Array.from({ length: 100 }, (_, i) => ({
        id: randomUUID(),
        sessionId: id,
        seq: at + i + 1,
        rev: at + i + 2,
        sender: 'user' as const,
        kind: 'text' as const,
        text: 'one of many',
        attachments: [],
        status: 'complete' as const,
        createdAt: 1,
      }));
      const next = await store.sessions.commit(loaded, { session: loaded.state, entries });
      if (!next) throw new Error('nobody else changes it');
      loaded = next;
    }
    expect(await raw.all('entries')).toHaveLength(1300);
    await store.sessions.remove(id);
    expect(await raw.all('entries')).toEqual([]);
  });

  test('[P44] who had it loaded can change it no more, and what was being copied is taken out', async () => {
    const loaded = await newSession(store);
    const { id } = loaded.state;
    // Dies with the entry committed, and not yet copied.
    crashes.arm((point) => point === 'entry.copy');
    await expect(say(store, id, randomUUID(), 'pending')).rejects.toBeInstanceOf(Crash);
    crashes.arm(() => false);
    let goOn = (): void => {};
    let isThere = (): void => {};
    const paused = new Promise<void>((resolve) => (isThere = resolve));
    const slow = await openTestStore(database, {
      async faults(point) {
        if (point !== 'entry.copy') return;
        isThere();
        await new Promise<void>((resolve) => (goOn = resolve));
      },
    });
    const reading = slow.entries.newest(id, 5);
    await paused;
    await store.sessions.remove(id);
    goOn();
    await reading;
    expect(await raw.all('entries')).toHaveLength(1);
    expect(await store.sessions.commit(loaded, { session: loaded.state, entries: [] })).toBeUndefined();
    late = LATER_MS;
    expect(await store.removals.finish()).toBe(1);
    expect(await left([], [id])).toEqual([]);
    await slow.close();
  });

  test('[P44] a session that was made anew under the same id stays', async () => {
    const anna = `anna ${randomUUID()}`;
    const id = await talk(anna);
    await store.sessions.remove(id);
    await store.sessions.create(createSession(id, anna, 'demo', 1));
    late = LATER_MS;
    expect(await store.removals.finish()).toBe(1);
    expect((await store.sessions.load(id))?.state.id).toBe(id);
  });
});
