import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Entry } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import { MongoClient } from 'mongodb';
import type { SearchPage, Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, say } from './support/say.ts';
import { anyPhrase, has, textOf, type Phrase } from './support/vocabulary.ts';

let database: TestDatabase;
let store: Store;
let client: MongoClient;
type Stored = { _id: string } & Record<string, unknown>;
/** A collection as it is stored. */
const raw = (collection: string) => client.db(database.name).collection<Stored>(collection);

beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database);
  client = await MongoClient.connect(database.url);
});
afterAll(async () => {
  await client?.close();
  await store?.close();
  await database?.stop();
});

const newUser = (): string => `searcher ${randomUUID()}`;

async function search(userId: string, text: string, limit = 200): Promise<SearchPage['items']> {
  const { items, nextCursor } = await store.search({ userId, text, limit });
  expect(nextCursor).toBeUndefined();
  return items;
}
/** Names and texts of what is found: the name of a session, or the passage of its message. */
const found = async (userId: string, text: string): Promise<string[]> =>
  (await search(userId, text)).map(({ session, match }) => match?.passage ?? session.name);

/** Stores a new entry, or another text and status of one. */
async function write(sessionId: string, id: string, text: string, status: Entry['status']): Promise<void> {
  const there = await store.entries.get(sessionId, id);
  await store.sessions.change(sessionId, (state) => {
    const [rev, seq] = [state.rev + 1, there?.seq ?? state.seq + 1];
    const plain = { sender: 'user', kind: 'text', createdAt: 1 } as const;
    const entry = { id, sessionId, ...plain, attachments: [], text, status, seq, rev };
    return {
      change: { session: { ...state, rev, seq: Math.max(seq, state.seq) }, entries: [entry] },
      result: undefined,
    };
  });
}

/** Another text for an entry, by which all behind it are superseded. */
const branch = (sessionId: string, id: string, text: string) =>
  store.sessions.change(sessionId, async (state) => {
    const there = await store.entries.get(sessionId, id);
    if (!there) throw new Error(`there is no entry ${id}`);
    const rev = state.rev + 1;
    const entries = [{ ...there, text, status: 'complete' as const, rev }];
    const behind = await store.entries.outlineSince(sessionId, there.seq + 1);
    const superseded = behind.map(({ id: gone }, at) => ({ id: gone, rev: rev + 1 + at }));
    const session = { ...state, rev: rev + superseded.length };
    return { change: { session, entries, superseded }, result: undefined };
  });

const rename = (sessionId: string, name: string) =>
  store.sessions.change(sessionId, (state) => ({
    change: { session: { ...state, rev: state.rev + 1, name }, entries: [] },
    result: undefined,
  }));

type Step = {
  readonly kind: 'say' | 'edit' | 'branch' | 'supersede' | 'write' | 'stop' | 'rename' | 'remove';
  readonly session: number;
  readonly message: number;
  readonly phrase: Phrase;
};
const anyStep = (): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(
      'say',
      'say',
      'say',
      'say',
      'edit',
      'branch',
      'branch',
      'supersede',
      'write',
      'stop',
      'rename',
      'remove',
    ),
    session: fc.nat(3),
    message: fc.nat(5),
    phrase: anyPhrase(0, 6),
  });

interface ModelSession {
  readonly id: string;
  name: Phrase;
  /** By `seq`, which is their order. */
  readonly messages: { readonly id: string; said: Phrase; status: Entry['status'] }[];
}
const silence: Phrase = { pieces: [], between: [] };

/** Does the same to the store and to the model. */
async function perform(userId: string, model: (ModelSession | undefined)[], step: Step): Promise<void> {
  const { kind, phrase } = step;
  const session = (model[step.session] ??= {
    id: (await newSession(store, userId, 1000 + step.session)).state.id,
    name: silence,
    messages: [],
  });
  const message = session.messages[step.message % Math.max(1, session.messages.length)];
  const change = async (status: Entry['status'], to: Phrase) => {
    if (!message) return;
    await write(session.id, message.id, textOf(to), status);
    Object.assign(message, { said: to, status });
  };
  switch (kind) {
    case 'say':
    case 'write': {
      const status = kind === 'say' ? 'complete' : 'streaming';
      const made = { id: randomUUID(), said: phrase, status } as const;
      await write(session.id, made.id, textOf(phrase), status);
      session.messages.push({ ...made });
      return;
    }
    case 'edit':
      return change('complete', phrase);
    case 'branch':
      if (!message) return;
      await branch(session.id, message.id, textOf(phrase));
      Object.assign(message, { said: phrase, status: 'complete' });
      for (const each of session.messages.slice(session.messages.indexOf(message) + 1))
        each.status = 'superseded';
      return;
    case 'supersede':
      return change('superseded', message?.said ?? silence);
    case 'stop':
      return change('stopped', message?.said ?? silence);
    case 'rename':
      await rename(session.id, textOf(phrase));
      session.name = phrase;
      return;
    case 'remove':
      await store.sessions.remove(session.id);
      model[step.session] = undefined;
  }
}

/** What the model says is found, newest activity first. */
const expectedOf = (model: readonly (ModelSession | undefined)[], query: Phrase) =>
  model
    .flatMap((session) => session ?? [])
    .map(({ id, name, messages }) => {
      const counts = (status: Entry['status']) => status !== 'superseded' && status !== 'streaming';
      const at = messages.findLastIndex(({ said, status }) => counts(status) && has(said, query));
      return { id, seq: at === -1 ? undefined : at + 1, named: has(name, query) };
    })
    .filter(({ seq, named }) => seq !== undefined || named)
    .map(({ id, seq }) => ({ id, seq }))
    .reverse();

describe('search', () => {
  test('[P44] finds the messages and names that have all the words, in any script, and no others, whatever was changed', async () => {
    const queries = fc.array(anyPhrase(1, 3), { minLength: 3, maxLength: 5 });
    const steps = fc.array(fc.tuple(fc.nat(1), anyStep()), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, queries, async (all, asked) => {
        const users = [newUser(), newUser()];
        const models: (ModelSession | undefined)[][] = [[], []];
        for (const [of, step] of all) await perform(users[of] ?? '', models[of] ?? [], step);
        const own = all.map(([, { phrase }]) => phrase).filter(({ pieces }) => pieces.length > 0);
        for (const query of [...asked, ...own]) {
          if (textOf(query).length > 200) continue;
          for (const [of, userId] of users.entries()) {
            const items = await search(userId, textOf(query));
            const got = items.map(({ session, match }) => ({ id: session.id, seq: match?.seq }));
            expect(got).toEqual(expectedOf(models[of] ?? [], query));
          }
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
    // Nothing is left of what isn't found any more.
    const gone = { status: { $in: ['superseded', 'streaming'] }, terms: { $exists: true } };
    expect(await raw('entries').countDocuments(gone)).toBe(0);
    expect(await raw('entries').countDocuments({ status: 'superseded' })).toBeGreaterThan(0);
  });

  test('shows where the words stand in the newest message that has them', async () => {
    const userId = newUser();
    const { id } = (await newSession(store, userId)).state;
    const padding = 'lorem ipsum '.repeat(30);
    await say(store, id, randomUUID(), 'Zürich is old');
    const newest = randomUUID();
    await say(store, id, newest, `${padding}the lake of ZÜRICH 😀 is old ${padding}`);
    await say(store, id, randomUUID(), 'unrelated');
    const [item, ...others] = await search(userId, 'old zurich');
    expect(others).toEqual([]);
    expect(item?.session).toMatchObject({ id, userId });
    const { messageId, passage = '', ranges = [] } = item?.match ?? {};
    expect(messageId).toBe(newest);
    expect(ranges.map(([from, to]) => passage.slice(from, to))).toEqual(['ZÜRICH', 'old']);
    expect(passage).toContain('lake of ZÜRICH 😀 is old');
    expect(passage.length).toBeLessThanOrEqual(160);
    expect(await search(userId, 'zurich unrelated')).toEqual([]);
  });

  test('finds names without a match, transcripts, and what is still pending', async () => {
    const userId = newUser();
    const loaded = await newSession(store, userId);
    const session = { ...loaded.state, rev: 2, seq: 1, name: 'Über Katzen' };
    const entry: Entry = {
      id: randomUUID(),
      sessionId: session.id,
      seq: 1,
      rev: 2,
      sender: 'user',
      kind: 'voice',
      text: '',
      transcript: 'spoken words',
      attachments: [],
      status: 'complete',
      createdAt: 1,
    };
    const dying = await openTestStore(database, {
      faults(point) {
        if (point === 'session.committed') throw new Error('died');
      },
    });
    await expect(dying.sessions.commit(loaded, { session, entries: [entry] })).rejects.toThrow('died');
    await dying.close();
    expect(await search(userId, 'uber')).toEqual([{ session }]);
    expect(await found(userId, 'SPOKEN')).toEqual(['spoken words']);
    expect(await found(userId, 'katzen spoken')).toEqual([]);
  });

  test('finds in messages with more words than are indexed, and only what they have', async () => {
    const userId = newUser();
    const { id } = (await newSession(store, userId)).state;
    const words = Array.from({ length: 2500 }, (_, i) => `w${i}`).join(' ');
    await say(store, id, randomUUID(), `${words} 你好`);
    expect(await search(userId, 'w2499 w0')).toMatchObject([{ match: { seq: 1 } }]);
    expect(await search(userId, '你好')).toMatchObject([{ match: { seq: 1 } }]);
    expect(await search(userId, 'w2500')).toEqual([]);
    await say(store, id, randomUUID(), 'only w2500');
    expect(await search(userId, 'w2500')).toMatchObject([{ match: { seq: 2 } }]);
    expect(await search(userId, 'w7')).toMatchObject([{ match: { seq: 1 } }]);
  });

  test('[P46] pages hold each session once, newest activity first, for any page size, whatever is used meanwhile', async () => {
    const userId = newUser();
    const expected: string[] = [];
    const ids: string[] = [];
    for (let i = 0; i < 15; i++) {
      const { id } = (await newSession(store, userId, 1_700_000_000_000 + Math.floor(i / 2))).state;
      ids.push(id);
      // By hand, so that their activity stays what it is.
      await write(id, randomUUID(), i % 3 === 0 ? 'nothing' : `common word ${i}`, 'complete');
      if (i % 3 !== 0) expected.push(id);
    }
    const order = async () => {
      const { items } = await store.sessions.listByUser({ userId, limit: 200 });
      return items.map(({ id }) => id).filter((id) => expected.includes(id));
    };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 12 }),
        fc.option(fc.constantFrom(...ids)),
        async (limit, used) => {
          const before = await order();
          const seen: string[] = [];
          for (let cursor: string | undefined; ;) {
            const page = await store.search({ userId, text: 'common', limit, cursor });
            seen.push(...page.items.map(({ session }) => session.id));
            cursor = page.nextCursor;
            if (cursor === undefined) break;
            expect(page.items).toHaveLength(limit);
            if (used) await say(store, used, randomUUID(), 'used');
          }
          expect(seen.toSorted()).toEqual(expected.toSorted());
          if (!used) expect(seen).toEqual(before);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('[P44] the same word of two users has different terms, and the same in both of a user’s sessions', async () => {
    const [one, other] = [newUser(), newUser()];
    const texts = await Promise.all(
      [one, one, other].map(async (userId) => {
        const { id } = (await newSession(store, userId)).state;
        await say(store, id, randomUUID(), 'the very same words');
        return id;
      }),
    );
    const stored = await raw('entries')
      .find({ sessionId: { $in: texts } })
      .toArray();
    const named = await raw('sessions')
      .find({ _id: { $in: texts } })
      .toArray();
    const termsOf = (id: string) => [
      ...stored.filter(({ sessionId }) => sessionId === id).flatMap(({ terms }) => terms as string[]),
      ...named.filter(({ _id }) => _id === id).flatMap(({ nameTerms }) => nameTerms as string[]),
    ];
    const [first, second, others] = texts.map(termsOf);
    expect(first).toHaveLength(8);
    expect(new Set(first).size).toBe(4);
    expect(second).toEqual(first);
    expect(first?.filter((term) => others?.includes(term))).toEqual([]);
    for (const term of first ?? []) expect(term).toMatch(/^[\w-]{11}$/u);
  });

  test('finds nothing of a user that was erased, before and after coming back', async () => {
    const userId = newUser();
    const { id } = (await newSession(store, userId)).state;
    await say(store, id, randomUUID(), 'secret');
    expect(await search(userId, 'secret')).toHaveLength(1);
    await store.users.erase(userId);
    expect(await search(userId, 'secret')).toEqual([]);
    await newSession(store, userId);
    expect(await search(userId, 'secret')).toEqual([]);
  });

  test('finds nothing for a text without words, and refuses one that is too long', async () => {
    const userId = newUser();
    await say(store, (await newSession(store, userId)).state.id, randomUUID(), '😀 !');
    for (const text of ['', ' ', '😀', '!?']) expect(await search(userId, text)).toEqual([]);
    const long = store.search({ userId, text: 'x'.repeat(201), limit: 10 });
    await expect(long).rejects.toMatchObject({ category: 'validation', code: 'too_long' });
    await expect(store.search({ userId, text: 'x', limit: 0 })).rejects.toThrow('limit: must be');
    const strange = store.search({ userId, text: 'x', limit: 1, cursor: 'x' });
    await expect(strange).rejects.toMatchObject({ code: 'invalid_field' });
  });

  test('can be confined to the sessions that are put away', async () => {
    const userId = newUser();
    const { id } = (await newSession(store, userId)).state;
    await say(store, id, randomUUID(), 'here');
    await store.sessions.change(id, (state) => ({
      change: { session: { ...state, archived: true }, entries: [] },
      result: undefined,
    }));
    const ids = async (archived: boolean) =>
      (await store.search({ userId, text: 'here', limit: 5, archived })).items.map(
        ({ session }) => session.id,
      );
    expect([await ids(true), await ids(false)]).toEqual([[id], []]);
  });
});
