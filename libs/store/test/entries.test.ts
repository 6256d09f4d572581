import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endAnswer, startAnswer, type Answer, type Entry } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import type { Checkpoint, Loaded, Store } from '../src/index.ts';
import { anyEntry } from './support/anyState.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, say } from './support/say.ts';

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

const stored = async (loaded: Loaded | undefined): Promise<Loaded> => {
  if (!loaded) throw new Error('somebody else changed the session');
  return loaded;
};

/** A session with `count` entries, some changed later, and its entries as they must be read. */
async function filled(count: number): Promise<{ sessionId: string; entries: Entry[] }> {
  let loaded = await newSession(store);
  const { id } = loaded.state;
  const [sample = []] = fc.sample(
    fc.tuple(...Array.from({ length: count }, (_, i) => anyEntry(id, i + 1, i + 2))),
    1,
  );
  const entries: Entry[] = [...sample];
  for (let at = 0; at < count; at += 10) {
    const batch = entries.slice(at, at + 10);
    const rev = loaded.state.rev + batch.length;
    const session = { ...loaded.state, rev, seq: loaded.state.seq + batch.length };
    loaded = await stored(await store.sessions.commit(loaded, { session, entries: batch }));
  }
  for (let at = 2; at < count; at += 7) {
    const changed = { ...sample[at], rev: loaded.state.rev + 1, text: `changed ${at}` } as Entry;
    entries[at] = changed;
    const session = { ...loaded.state, rev: changed.rev };
    loaded = await stored(await store.sessions.commit(loaded, { session, entries: [changed] }));
  }
  return { sessionId: id, entries };
}

describe('pages', () => {
  test('[P16] history comes back whole, in order, for any page size', async () => {
    const sessions = [await filled(0), await filled(1), await filled(37), await filled(90)];
    const pageSize = fc.integer({ min: 1, max: 120 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sessions), pageSize, async ({ sessionId, entries }, limit) => {
        let page = await store.entries.newest(sessionId, limit);
        let read = [...page.entries];
        while (page.nextCursor !== undefined) {
          expect(page.entries).toHaveLength(limit);
          page = await store.entries.before(sessionId, page.nextCursor, limit);
          read = [...page.entries, ...read];
        }
        expect(read).toEqual(entries);
      }),
      { numRuns: 100 },
    );
  });

  test('[P8] what changed comes back by rev, for any bounds, from any rev on', async () => {
    const { sessionId, entries } = await filled(60);
    const byRev = entries.toSorted((a, b) => a.rev - b.rev);
    const bounds = [
      fc.nat(80),
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 50_000 }),
    ] as const;
    await fc.assert(
      fc.asyncProperty(...bounds, async (afterRev, limit, maxBytes) => {
        const read: Entry[] = [];
        for (let hasMore = true; hasMore;) {
          const after = read.at(-1)?.rev ?? afterRev;
          const page = await store.entries.changedSince(sessionId, after, { limit, maxBytes });
          expect(page.entries.length).toBeLessThanOrEqual(limit);
          const bytes = Buffer.byteLength(JSON.stringify(page.entries)) - 2;
          expect(page.entries.length <= 1 || bytes <= maxBytes).toBe(true);
          if (page.hasMore) expect(page.entries).not.toEqual([]);
          read.push(...page.entries);
          ({ hasMore } = page);
        }
        expect(read).toEqual(byRev.filter(({ rev }) => rev > afterRev));
      }),
      { numRuns: 100 },
    );
  });

  test('[P27] the conversation is read the same again and again, whatever changed in between, by other stores too', async () => {
    const other = await openTestStore(database);
    const [big = '', small = ''] = await Promise.all(
      [60, 3].map(async (count) => (await filled(count)).sessionId),
    );
    const place = () => fc.oneof(fc.constant(0), fc.nat(40));
    const anyStep = fc.record({
      sessionId: fc.constantFrom(big, big, big, small),
      by: fc.constantFrom(store, other),
      does: fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom('add', 'answer', 'change', 'supersede', 'nothing') },
        { weight: 1, arbitrary: fc.constant('add many') },
      ),
      place: place(),
      asked: place(),
      limit: fc.integer({ min: 1, max: 80 }),
    });
    const entryAt = async (sessionId: string, back: number): Promise<Entry> => {
      const { entries } = await store.entries.newest(sessionId, 50);
      const entry = entries.at(-1 - (back % entries.length));
      if (!entry) throw new Error('the session is empty');
      return entry;
    };
    type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
    const change = async ({ by, sessionId, does, place }: Step) => {
      const one = await entryAt(sessionId, place);
      await by.sessions.change(sessionId, (state) => {
        const { seq, rev } = state;
        if (does === 'change' || does === 'supersede') {
          const status = does === 'change' ? one.status : ('superseded' as const);
          const entries = [{ ...one, rev: rev + 1, text: `changed ${rev}`, status }];
          return { change: { session: { ...state, rev: rev + 1 }, entries }, result: undefined };
        }
        const [sample] = fc.sample(anyEntry(sessionId, seq + 1, rev + 1), 1);
        const entries = Array.from({ length: does === 'add many' ? 210 : 1 }, (_, n) => {
          const own = { id: randomUUID(), text: `added ${n}`, seq: seq + n + 1, rev: rev + n + 1 };
          return { ...sample, ...own, ...(does === 'answer' && { replyTo: one.id }) } as Entry;
        });
        const session = { ...state, rev: rev + entries.length, seq: seq + entries.length };
        return { change: { session, entries }, result: undefined };
      });
    };
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 4 }), async (steps) => {
        for (const step of steps) {
          const { sessionId, asked, limit } = step;
          if (step.does !== 'nothing') await change(step);
          const loaded = await store.sessions.load(sessionId);
          if (!loaded) throw new Error('the session is gone');
          const { id } = await entryAt(sessionId, asked);
          const read = await store.entries.recentConversation(loaded.state, id, limit);
          expect(read).toEqual(await store.entries.conversationUpTo(sessionId, id, limit));
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
    const state = (await store.sessions.load(big))?.state;
    if (!state) throw new Error('the session is gone');
    const { id } = await entryAt(big, 0);
    await other.sessions.remove(big);
    expect(await store.entries.recentConversation(state, id, 50)).toEqual([]);
    await other.close();
  }, 180_000);

  test('finds one entry by its id, in its session alone', async () => {
    const { sessionId, entries } = await filled(3);
    const id = entries[1]?.id ?? '';
    expect(await store.entries.get(sessionId, id)).toEqual(entries[1]);
    expect(await store.entries.has(sessionId, id)).toBe(true);
    expect(await store.entries.get(randomUUID(), id)).toBeUndefined();
    expect(await store.entries.has(sessionId, randomUUID())).toBe(false);
  });

  test.each([0, 1001, Number.NaN])('refuses %d as a limit', async (limit) => {
    await expect(store.entries.newest(randomUUID(), limit)).rejects.toThrow('limit: must be');
    const changed = store.entries.changedSince(randomUUID(), 0, { limit, maxBytes: 1 });
    await expect(changed).rejects.toThrow('limit: must be');
  });
});

describe('checkpoint', () => {
  /** Starts or takes over the answer of a session. */
  async function started(sessionId: string, delivery: number): Promise<Answer> {
    const done = await store.sessions.change(sessionId, (state) => {
      const start = startAnswer(state, { turn: 1, delivery }, 5);
      if (start.kind !== 'write') throw new Error(`must write, is ${start.kind}`);
      return { change: start.change, result: start.answer };
    });
    if (!done) throw new Error('there is no such session');
    return done.result;
  }
  async function asked(): Promise<string> {
    const { state } = await newSession(store);
    await say(store, state.id, randomUUID(), 'hi');
    return state.id;
  }
  async function checkpoint(sessionId: string, so: Checkpoint): Promise<boolean> {
    const loaded = await store.sessions.load(sessionId);
    if (!loaded) throw new Error('there is no such session');
    return store.entries.checkpoint(loaded, so);
  }

  test('keeps the text, raises no rev, and lasts until the answer ends', async () => {
    const sessionId = await asked();
    const answer = await started(sessionId, 1);
    const { messageId, attempt } = answer;
    expect(await checkpoint(sessionId, { messageId, attempt, text: 'so far' })).toBe(true);
    const entry = await store.entries.get(sessionId, messageId);
    expect(entry).toMatchObject({ text: 'so far', status: 'streaming', rev: answer.rev });
    await store.sessions.change(sessionId, (state) => {
      const end = endAnswer(state, answer, { status: 'complete', text: 'all of it', endedAt: 9 });
      return { change: end, result: undefined };
    });
    expect(await checkpoint(sessionId, { messageId, attempt, text: 'late' })).toBe(false);
    expect(await store.entries.get(sessionId, messageId)).toMatchObject({ text: 'all of it', rev: 4 });
  });

  test('[P30] keeps who writes it for the chosen model, for that attempt alone', async () => {
    const sessionId = await asked();
    const { messageId, model } = await started(sessionId, 1);
    const by = { model: 'other', fallbackFor: model };
    const place = { messageId, text: 'so far' };
    expect(await checkpoint(sessionId, { ...place, attempt: 1, ...by })).toBe(true);
    expect(await store.entries.get(sessionId, messageId)).toMatchObject({ text: 'so far', ...by });
    await started(sessionId, 2);
    expect(await checkpoint(sessionId, { ...place, attempt: 2 })).toBe(true);
    const entry = await store.entries.get(sessionId, messageId);
    expect(entry).toMatchObject({ model });
    expect(entry).not.toHaveProperty('fallbackFor');
  });

  test('counts for the latest attempt alone', async () => {
    const sessionId = await asked();
    const { messageId } = await started(sessionId, 1);
    await checkpoint(sessionId, { messageId, attempt: 1, text: 'first' });
    await started(sessionId, 2);
    expect(await store.entries.get(sessionId, messageId)).toMatchObject({ text: '', attempt: 2 });
    expect(await checkpoint(sessionId, { messageId, attempt: 1, text: 'old' })).toBe(false);
    expect(await checkpoint(sessionId, { messageId, attempt: 2, text: 'new' })).toBe(true);
    expect(await store.entries.get(sessionId, messageId)).toMatchObject({ text: 'new', attempt: 2 });
    const other = { messageId: randomUUID(), attempt: 1, text: '' };
    expect(await checkpoint(sessionId, other)).toBe(false);
  });
});
