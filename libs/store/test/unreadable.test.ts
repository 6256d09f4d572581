import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { Binary, MongoClient } from 'mongodb';
import { createKeyRing, type Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, say } from './support/say.ts';
import { testKey } from './support/testKey.ts';

describe('a record that can’t be opened', () => {
  let database: TestDatabase;
  let store: Store;
  let client: MongoClient;
  const lines: string[] = [];
  const log = createLogger({ service: 'store', destination: { write: (line) => void lines.push(line) } });

  beforeAll(async () => {
    database = await databaseForTests();
    store = await openTestStore(database, { log });
    client = new MongoClient(database.url);
  });
  afterAll(async () => {
    await client?.close();
    await store?.close();
    await database?.stop();
  });

  const raw = (name: string) => client.db(database.name).collection<{ _id: string }>(name);
  const told = (record: string) =>
    lines.map((line): unknown => JSON.parse(line)).filter((line) => JSON.stringify(line).includes(record));

  test('[P44] is missing in lists, the pages around it stay whole, and it is told once', async () => {
    const userId = `user ${randomUUID()}`;
    const ids: string[] = [];
    for (let at = 0; at < 7; at++) ids.push((await newSession(store, userId, at)).state.id);
    const newestFirst = ids.toReversed();
    // The last one of the first page, the first one of the second, and one more.
    const broken = [newestFirst[1], newestFirst[2], newestFirst[5]];
    for (const _id of broken) {
      await raw('sessions').updateOne({ _id: _id ?? '' }, { $set: { name: new Binary(Buffer.alloc(80)) } });
    }
    for (const limit of [1, 2, 3, 10]) {
      const listed: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.sessions.listByUser({ userId, limit, cursor });
        listed.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(listed).toEqual(newestFirst.filter((id) => !broken.includes(id)));
    }
    await expect(store.sessions.listByUser({ userId, limit: 10, whole: true })).rejects.toThrow(
      'can’t be opened',
    );
    for (const id of broken) {
      expect(await store.sessions.withoutTexts(id ?? '')).toMatchObject({ id, userId, name: '' });
      expect(told(id ?? '')).toMatchObject([
        { level: 'error', event: 'store.unreadable', collection: 'sessions', record: id },
      ]);
      await expect(store.sessions.load(id ?? '')).rejects.toMatchObject({
        category: 'service',
        code: 'internal',
        message: 'This can’t be opened: its key is missing, or it was changed.',
      });
    }
  });

  test('[P44] keeps its place in the history, empty and failed; the others are there', async () => {
    const { id } = (await newSession(store)).state;
    const ids = Array.from({ length: 5 }, () => randomUUID());
    for (const one of ids) await say(store, id, one, `text of ${one}`);
    const _id = `${id}:${ids[2]}`;
    await raw('entries').updateOne({ _id }, { $set: { text: new Binary(Buffer.alloc(80)) } });
    const { entries } = await store.entries.newest(id, 10);
    const changed = await store.entries.changedSince(id, 0, { limit: 10, maxBytes: 100_000 });
    expect(changed.entries).toEqual(entries);
    expect(entries.map(({ id, seq, text }) => [id, seq, text])).toEqual(
      ids.map((one, at) => [one, at + 1, at === 2 ? '' : `text of ${one}`]),
    );
    expect(entries[2]).toMatchObject({ status: 'failed', error: { category: 'service', code: 'internal' } });
    await expect(store.entries.wholeBefore(id, 6, 5)).rejects.toMatchObject({ reason: 'malformed' });
    expect((await store.entries.wholeBefore(id, 3, 5)).entries).toEqual(entries.slice(0, 2));
    expect(told(_id)).toHaveLength(1);
    await expect(store.entries.get(id, ids[2] ?? '')).rejects.toMatchObject({ reason: 'malformed' });
    expect((await store.entries.get(id, ids[3] ?? ''))?.text).toBe(`text of ${ids[3]}`);
    // What isn't sealed can be used: it is known, and more can be said.
    expect(await store.entries.has(id, ids[2] ?? '')).toBe(true);
    await say(store, id, randomUUID(), 'goes on');
    expect((await store.entries.newest(id, 1)).entries).toMatchObject([{ seq: 6, text: 'goes on' }]);
  });

  test('[P44] an unknown key concerns its user alone, who is told, and nobody is written over', async () => {
    const [anna, ben] = [`anna ${randomUUID()}`, `ben ${randomUUID()}`];
    const early = await newSession(store, anna);
    await say(store, early.state.id, randomUUID(), 'before');
    const other = await openTestStore(database, { log, keys: createKeyRing([testKey('k2')]) });
    const gone = { category: 'service', code: 'internal', reason: 'unknown_key' };
    await expect(other.sessions.load(early.state.id)).rejects.toMatchObject({
      ...gone,
      cause: { message: expect.stringContaining('unknown key "k1"') },
    });
    await expect(newSession(other, anna)).rejects.toMatchObject(gone);
    expect(await other.sessions.listByUser({ userId: anna, limit: 10 })).toEqual({ items: [] });
    const { state } = await newSession(other, ben);
    await say(other, state.id, randomUUID(), 'mine');
    expect((await other.entries.newest(state.id, 5)).entries).toMatchObject([{ text: 'mine' }]);
    expect((await store.entries.newest(early.state.id, 5)).entries).toMatchObject([{ text: 'before' }]);
    expect(lines.join('\n')).not.toContain('before');
    await other.close();
  });

  test('[P44] is not found by a search, which finds the others; without the user’s key nothing is', async () => {
    const userId = `user ${randomUUID()}`;
    const ids: string[] = [];
    for (let at = 0; at < 3; at++) {
      const { id } = (await newSession(store, userId, at)).state;
      ids.push(id);
      await say(store, id, randomUUID(), 'sought');
    }
    const [session = '', entry = '', whole = ''] = ids;
    const broken = new Binary(Buffer.alloc(80));
    await raw('sessions').updateOne({ _id: session }, { $set: { name: broken } });
    await raw('entries').updateMany({ sessionId: entry }, { $set: { text: broken } });
    const found = async (from: Store) =>
      (await from.search({ userId, text: 'sought', limit: 10 })).items.map((item) => [
        item.session.id,
        item.match?.seq,
      ]);
    // The name of the one whose entry is broken comes from what was said, and can be read.
    expect(await found(store)).toEqual([
      [whole, 1],
      [entry, undefined],
    ]);
    const stranger = await openTestStore(database, { keys: createKeyRing([testKey('other')]), log });
    expect(await found(stranger)).toEqual([]);
    await stranger.close();
  });
});
