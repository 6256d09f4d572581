import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import type { FaultPoint, Store } from '../src/index.ts';
import { Crash, createCrashes } from './support/createCrashes.ts';
import { firstEntry } from './support/firstEntry.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession } from './support/say.ts';

const crashes = createCrashes();
let database: TestDatabase;
/** A store whose process dies, and one of a process that lives. */
let dying: Store;
let store: Store;

beforeAll(async () => {
  database = await databaseForTests();
  [dying, store] = await Promise.all([
    openTestStore(database, { faults: crashes.faults }),
    openTestStore(database),
  ]);
});
afterAll(async () => {
  await Promise.all([dying?.close(), store?.close()]);
  await database?.stop();
});

describe('a change that supersedes many entries', () => {
  /** A session of `count` entries. */
  async function long(count: number): Promise<string> {
    const { state } = await newSession(store);
    const entries = Array.from({ length: count }, (_, at) => ({
      ...firstEntry(state.id),
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
      const first = { ...firstEntry(id), rev: rev + 1, text: 'changed' };
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
