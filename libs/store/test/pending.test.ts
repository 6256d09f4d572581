import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { MongoClient } from 'mongodb';
import { StoreCorrupt, type FaultPoint, type Store } from '../src/index.ts';
import { Crash, createCrashes } from './support/createCrashes.ts';
import { firstEntry } from './support/firstEntry.ts';
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

const dieAt = (at: FaultPoint): void => crashes.arm((point) => point === at);
const documents = (name: string) => client.db(database.name).collection<{ _id: string }>(name);

const afterWrite: FaultPoint[] = [
  'session.committed',
  'entry.copy',
  'entry.copied',
  'outcome.copy',
  'outcome.copied',
  'pending.takeOut',
  'pending.takenOut',
];
/** Whatever is read first after a crash. */
const firstReads: [string, (sessionId: string, id: string) => Promise<unknown>][] = [
  ['newest', (sessionId) => store.entries.newest(sessionId, 10)],
  ['changedSince', (sessionId) => store.entries.changedSince(sessionId, 0, { limit: 10, maxBytes: 1e6 })],
  ['get', (sessionId, id) => store.entries.get(sessionId, id)],
  ['outcome', (sessionId, id) => store.outcomes.get(sessionId, id)],
  ['load', (sessionId) => store.sessions.load(sessionId)],
];

describe('a change whose writer died', () => {
  test.each(afterWrite)('[P15] is there for whoever reads first: %s', async (point) => {
    for (const [name, read] of firstReads) {
      const { state } = await newSession(store);
      const id = randomUUID();
      dieAt(point);
      await expect(say(dying, state.id, id, 'kept')).rejects.toBeInstanceOf(Crash);
      const seen = await read(state.id, id);
      expect({ name, seen: JSON.stringify(seen) }).toMatchObject({
        name,
        seen: expect.stringMatching(/true|kept/),
      });
      expect(await documents('entries').countDocuments({ sessionId: state.id })).toBe(1);
      expect(await store.entries.has(state.id, id)).toBe(true);
      expect(await store.outcomes.get(state.id, id)).toEqual({ ok: true, messageId: id });
      expect((await store.sessions.load(state.id))?.state).toMatchObject({ seq: 1, rev: 2, recent: [id] });
      const [document] = await documents('sessions').find({ _id: state.id }).toArray();
      expect(document).toMatchObject({ pending: { entries: [], outcomes: [] } });
    }
  });

  test('leaves nothing behind when it died before it was written', async () => {
    const { state } = await newSession(store);
    for (const point of ['session.loaded', 'session.commit'] as const) {
      dieAt(point);
      await expect(say(dying, state.id, randomUUID(), 'lost')).rejects.toBeInstanceOf(Crash);
    }
    expect((await store.sessions.load(state.id))?.state).toEqual(state);
    expect((await store.entries.newest(state.id, 10)).entries).toEqual([]);
  });

  test.each(['session.create', 'session.created'] as const)('may be a new session: %s', async (point) => {
    const { state } = await newSession(store);
    const fresh = { ...state, id: randomUUID() };
    dieAt(point);
    await expect(dying.sessions.create(fresh)).rejects.toBeInstanceOf(Crash);
    const again = await store.sessions.create(fresh);
    expect(again).toMatchObject({ created: point === 'session.create', loaded: { state: fresh } });
  });

  test('several entries of one change are copied by rising rev, so that none is missing before another', async () => {
    const loaded = await newSession(store);
    const { session, entries } = said(loaded.state, randomUUID(), 'one');
    const [one] = entries;
    if (!one) throw new Error('a message has an entry');
    const two = { ...one, id: randomUUID(), seq: 2, rev: 3 };
    const change = { session: { ...session, seq: 2, rev: 3 }, entries: [two, one] };
    dieAt('entry.copied');
    await expect(dying.sessions.commit(loaded, change)).rejects.toBeInstanceOf(Crash);
    expect(await documents('entries').distinct('seq', { sessionId: loaded.state.id })).toEqual([1]);
    expect((await store.entries.newest(loaded.state.id, 10)).entries).toEqual([one, two]);
  });
});

describe('a change that leaves its entries to the next one', () => {
  const copied = (sessionId: string) => documents('entries').countDocuments({ sessionId });

  /** An answer that is begun, and the same as it is later. */
  async function begun(store: Store) {
    const loaded = await newSession(store);
    const { id } = loaded.state;
    const session = { ...loaded.state, seq: 1, rev: 2 };
    const begins = { sender: 'assistant', text: 'begun', status: 'streaming' } as const;
    const entry = { ...firstEntry(id), ...begins, id: randomUUID() };
    const left = await store.sessions.commit(loaded, { session, entries: [entry], leavesEntries: true });
    if (!left) throw new Error('nobody came in between');
    expect(await copied(id)).toBe(0);
    const later = { ...entry, rev: 3, text: 'kept', status: 'complete' as const };
    return { id, entry, left, next: { ...session, rev: 3 }, later };
  }

  test('[P15] has them there for whoever reads first', async () => {
    for (const [name, read] of firstReads.filter(([of]) => of !== 'outcome')) {
      const { id, entry } = await begun(store);
      await read(id, entry.id);
      expect([name, await copied(id)]).toEqual([name, 1]);
      expect((await store.entries.newest(id, 10)).entries).toEqual([entry]);
    }
  });

  test('[P12] has the next one bring them, whether they were copied meanwhile or not', async () => {
    for (const isRead of [false, true]) {
      const { id, entry, left, next, later } = await begun(store);
      if (isRead) await store.sessions.load(id);
      const other = { ...later, id: randomUUID(), seq: 2, rev: 4 };
      const session = { ...next, seq: 2, rev: 4 };
      expect(await store.sessions.commit(left, { session, entries: [later, other] })).toBeDefined();
      expect(await copied(id)).toBe(2);
      const two = await begun(store);
      if (isRead) await store.sessions.load(two.id);
      const behind = { ...two.later, id: randomUUID(), seq: 2 };
      const change = { session: { ...two.next, seq: 2 }, entries: [behind] };
      expect(await store.sessions.commit(two.left, change)).toBeDefined();
      expect(await copied(two.id)).toBe(2);
      expect((await store.entries.newest(two.id, 10)).entries).toEqual([two.entry, behind]);
      expect((await store.entries.newest(id, 10)).entries).toEqual([later, other]);
      expect(entry.rev).toBeLessThan(later.rev);
    }
  });

  test.each(['session.commit', ...afterWrite] as const)(
    '[P15] loses none of them when the writer of the next one dies: %s',
    async (point) => {
      const { id, entry, left, next, later } = await begun(store);
      const change = {
        session: next,
        entries: [later],
        outcome: { commandId: id, outcome: { ok: true as const } },
      };
      dieAt(point);
      await expect(dying.sessions.commit(left, change)).rejects.toBeInstanceOf(Crash);
      const { entries } = await store.entries.newest(id, 10);
      expect(entries).toEqual([point === 'session.commit' ? entry : later]);
    },
  );

  test('[P58] has what it brought counted once, whoever copies it', async () => {
    for (const isRead of [false, true]) {
      const loaded = await newSession(store);
      const { id } = loaded.state;
      const { session, entries } = said(loaded.state, randomUUID(), 'one');
      const left = await store.sessions.commit(loaded, { session, entries, leavesEntries: true });
      if (!left) throw new Error('nobody came in between');
      expect(await copied(id)).toBe(0);
      if (isRead) await store.sessions.load(id);
      await store.sessions.commit(left, said(left.state, randomUUID(), 'two'));
      const [tally] = await documents('tallies')
        .find({ _id: { $gte: `${id}:`, $lt: `${id};` } })
        .toArray();
      expect(tally).toMatchObject({ messages: { user: 2 } });
      expect((await store.entries.newest(id, 10)).entries.map(({ text }) => text)).toEqual(['one', 'two']);
    }
  });

  test('[P12] is refused when somebody changed the session meanwhile', async () => {
    const { id, left, next, later } = await begun(store);
    await say(store, id, randomUUID(), 'meanwhile');
    expect(await store.sessions.commit(left, { session: next, entries: [later] })).toBeUndefined();
    expect((await store.entries.newest(id, 10)).entries.map(({ text }) => text)).toEqual([
      'begun',
      'meanwhile',
    ]);
  });
});

describe('the unique indexes', () => {
  test.each([
    ['seq', { rev: 3 }],
    ['rev', { seq: 2 }],
  ])('raise the alarm when two entries get the same %s', async (_what, other) => {
    const loaded = await newSession(store);
    const { session, entries } = said(loaded.state, randomUUID(), 'one');
    const [one] = entries;
    if (!one) throw new Error('a message has an entry');
    const two = { ...one, id: randomUUID(), ...other };
    const broken = store.sessions.commit(loaded, { session, entries: [one, two] });
    await expect(broken).rejects.toBeInstanceOf(StoreCorrupt);
  });
});

describe('openStore', () => {
  test('makes its indexes once, whoever starts at the same time', async () => {
    const fresh = { url: database.url, name: `${database.name}_fresh` };
    const stores = await Promise.all([1, 2, 3, 4].map(() => openTestStore(fresh)));
    const db = client.db(fresh.name);
    const keys = async (name: string) =>
      (await db.collection(name).indexes()).map(({ key, unique, expireAfterSeconds }) =>
        [Object.keys(key).join(), unique && 'unique', expireAfterSeconds].filter(Boolean).join(' '),
      );
    expect(await keys('entries')).toEqual([
      '_id',
      'sessionId,seq unique',
      'sessionId,rev unique',
      'sessionId,terms,seq',
    ]);
    expect(await keys('outcomes')).toEqual(['_id', 'at 2592000']);
    expect(await keys('sessions')).toEqual([
      '_id',
      'userId,lastActivityAt,_id',
      'userId,archived,lastActivityAt,_id',
      'userId,state,lastActivityAt',
      'unanswered,changedAt',
      'state,quietSince',
      'state,presentUntil',
      'handling,help.requestedAt,_id',
      'help.nextRoundAt',
      'holdUntil',
      'admin.id',
      'lastWait.at',
      'createdAt,_id',
      'lastActivityAt,_id',
      'durationMs,_id',
      'userId,_id',
      'userId,createdAt,_id',
      'state,createdAt,_id',
      'state,lastActivityAt,_id',
      'handling,createdAt,_id',
      'handling,lastActivityAt,_id',
      'adminAssisted,createdAt,_id',
      'adminAssisted,lastActivityAt,_id',
      'model,createdAt,_id',
      'model,lastActivityAt,_id',
    ]);
    await Promise.all(stores.map((one) => one.close()));
    await db.dropDatabase();
  });
});
