import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { MongoClient } from 'mongodb';
import { StoreCorrupt, type FaultPoint, type Store } from '../src/index.ts';
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

const dieAt = (at: FaultPoint): void => crashes.arm((point) => point === at);
/** The first entry of a session. */
const one = (sessionId: string) => ({
  id: sessionId,
  sessionId,
  seq: 1,
  rev: 2,
  sender: 'user' as const,
  kind: 'text' as const,
  text: '',
  attachments: [],
  status: 'complete' as const,
  createdAt: 0,
});
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
    const entry = { ...one(id), ...begins, id: randomUUID() };
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

describe('a change that supersedes many entries', () => {
  /** A session of `count` entries. */
  async function long(count: number): Promise<string> {
    const { state } = await newSession(store);
    const entries = Array.from({ length: count }, (_, at) => ({
      ...one(state.id),
      ...(at > 0 && { id: randomUUID() }),
      seq: at + 1,
      rev: at + 2,
      text: `text ${at + 1}`,
    }));
    await store.sessions.change(state.id, (session) => ({
      change: { session: { ...session, seq: count, rev: count + 1 }, entries },
      result: undefined,
    }));
    return state.id;
  }

  /** Everything behind the first entry is superseded. */
  const cut = (
    from: Store,
    id: string,
    outcome = { commandId: randomUUID(), outcome: { ok: true as const } },
  ) =>
    from.sessions.change(id, async (session) => {
      const { rev, seq } = session;
      const behind = await store.entries.outlineSince(id, 2);
      const first = { ...one(id), rev: rev + 1, text: 'changed' };
      const superseded = behind.map((entry, at) => ({ id: entry.id, rev: rev + 2 + at }));
      const change = { session: { ...session, rev: rev + seq }, entries: [first], superseded, outcome };
      return { change, result: undefined };
    });

  test('[P12] is there whole for whoever reads next, wherever its writer died', async () => {
    const count = 1_201;
    const points: [FaultPoint, number][] = [
      ['session.committed', 0],
      ['entry.copied', 0],
      ['entries.mark', 0],
      ['entries.marked', 0],
      ['entries.mark', 1],
      ['entries.marked', 1],
      ['entries.marked', 2],
      ['outcome.copy', 0],
      ['pending.takeOut', 0],
    ];
    const id = await long(count);
    for (const [point, nth] of points) {
      const { rev } = (await store.sessions.load(id))?.state ?? { rev: 0 };
      let left = nth;
      crashes.arm((at) => at === point && left-- === 0);
      const command = { commandId: randomUUID(), outcome: { ok: true as const } };
      await expect(cut(dying, id, command)).rejects.toBeInstanceOf(Crash);
      const { entries } = await store.entries.changedSince(id, rev, { limit: 1000, maxBytes: 1e7 });
      expect(entries.map((entry) => entry.rev)).toEqual(entries.map((_, at) => rev + 1 + at));
      expect(entries).toHaveLength(1000);
      const all = await store.entries.outlineSince(id, 1);
      expect(all.map((entry) => entry.rev)).toEqual(all.map((_, at) => rev + 1 + at));
      expect(all.filter(({ status }) => status === 'superseded')).toHaveLength(count - 1);
      expect(await store.outcomes.get(id, command.commandId)).toEqual({ ok: true });
    }
    const kept = (await store.entries.before(id, 4, 10)).entries;
    expect(kept.map(({ text, status }) => [text, status])).toEqual([
      ['changed', 'complete'],
      ['text 2', 'superseded'],
      ['text 3', 'superseded'],
    ]);
  });

  test('[P12] one that stopped goes on where it was, and one that was overtaken changes nothing', async () => {
    const id = await long(600);
    let writes = 0;
    const counting = await openTestStore(database, {
      faults: (point) => void (writes += point === 'entries.mark' ? 1 : 0),
    });
    crashes.arm((at) => at === 'entries.marked');
    await expect(cut(dying, id)).rejects.toBeInstanceOf(Crash);
    await counting.sessions.load(id);
    // 599 marks in batches of 500: the first one was made.
    expect(writes).toBe(1);
    await counting.close();
  });

  test('[P12] the conversation is what still counts, with the answers that came later', async () => {
    const id = await long(8);
    const [two, asked, five, answer] = (await store.entries.at(id, [2, 3, 5, 8], 1e6)) ?? [];
    if (!two || !asked || !five || !answer) throw new Error('entries are there');
    await store.sessions.change(id, (session) => ({
      change: {
        session: { ...session, rev: session.rev + 3 },
        entries: [{ ...answer, rev: session.rev + 1, sender: 'assistant', replyTo: asked.id }],
        superseded: [
          { id: two.id, rev: session.rev + 2 },
          { id: five.id, rev: session.rev + 3 },
        ],
      },
      result: undefined,
    }));
    const seqs = async (limit: number) =>
      (await store.entries.conversationUpTo(id, asked.id, limit)).map(({ seq }) => seq);
    expect(await seqs(10)).toEqual([1, 3, 8]);
    expect(await seqs(1)).toEqual([3, 8]);
    expect(await store.entries.conversationUpTo(id, randomUUID(), 10)).toEqual([]);
    expect(await store.entries.at(id, [1, 2, 3], 300)).toBeUndefined();
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
