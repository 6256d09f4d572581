import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_ATTEMPTS, type Entry } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import { StoreUnavailable, type FaultPoint, type Store } from '../src/index.ts';
import { answerOnce } from './support/answering.ts';
import { Crash, createCrashes } from './support/createCrashes.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, say } from './support/say.ts';

const WRITERS = 3;
const crashes = Array.from({ length: WRITERS + 1 }, createCrashes);
let database: TestDatabase;
/** One store for each writer, as in processes of their own, the last one for the turns; and one that only looks. */
let stores: Store[];
let reader: Store;

beforeAll(async () => {
  database = await databaseForTests();
  reader = await openTestStore(database);
  stores = await Promise.all(crashes.map(({ faults }) => openTestStore(database, { faults })));
});
afterAll(async () => {
  await Promise.all([reader, ...(stores ?? [])].map((store) => store?.close()));
  await database?.stop();
});

/** More deliveries than there are crashes in a run: something else is wrong. */
const MAX_DELIVERIES = 100;

/** Does it again after each crash or refusal of the database, as a queue that delivers again. */
async function untilDone<T>(work: (delivery: number) => Promise<T>): Promise<T> {
  for (let delivery = 1; ; delivery++) {
    try {
      return await work(delivery);
    } catch (error) {
      const comesAgain = error instanceof Crash || error instanceof StoreUnavailable;
      if (!comesAgain || delivery === MAX_DELIVERIES) throw error;
    }
  }
}

/** What a writer saw of a command: the moments between which it was applied. */
interface Observed {
  readonly id: string;
  readonly asked: number;
  readonly acked: number;
}

let ticks = 0;
const LOOK_EVERY_MS = 3;

async function write(store: Store, sessionId: string, ids: readonly string[]): Promise<Observed[]> {
  const seen: Observed[] = [];
  for (const id of ids) {
    const asked = ticks++;
    await untilDone(() => say(store, sessionId, id, `text of ${id}`));
    seen.push({ id, asked, acked: ticks++ });
    expect(await reader.entries.has(sessionId, id)).toBe(true);
  }
  return seen;
}

async function answerAll(store: Store, sessionId: string, count: number): Promise<void> {
  for (let turn = 1, answered = 0; answered < count; turn++) {
    if (await untilDone((delivery) => answerOnce(store, sessionId, turn, delivery, turn % 2 === 0)))
      answered++;
    else answered = (await reader.sessions.load(sessionId))?.state.responseTimes.count ?? 0;
  }
}

/** Looks again and again: at no time may a look show a gap, or less than a look before. */
async function watch(sessionId: string, isOver: () => boolean): Promise<void> {
  for (let before = 0; !isOver();) {
    const { entries } = await reader.entries.newest(sessionId, 1000);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
    expect(entries.length).toBeGreaterThanOrEqual(before);
    before = entries.length;
    await wait(LOOK_EVERY_MS);
  }
}

const texts = (pairs: (string | undefined)[][]): string[] => pairs.map((pair) => pair.join(' ')).toSorted();

async function check(sessionId: string, seen: Observed[], ids: readonly string[]): Promise<void> {
  const { entries } = await reader.entries.newest(sessionId, 1000);
  const messages = entries.filter(({ sender }) => sender === 'user');
  const answers = entries.filter(({ sender }) => sender === 'assistant');
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
  expect(texts(messages.map(({ id, text }) => [id, text]))).toEqual(
    texts(ids.map((id) => [id, `text of ${id}`])),
  );
  expect(texts(answers.map(({ replyTo, text, status }) => [replyTo, text, status]))).toEqual(
    texts(ids.map((id) => [id, `answer to ${id}`, 'complete'])),
  );
  for (const id of ids) {
    expect(await reader.outcomes.get(sessionId, id)).toEqual({ ok: true, messageId: id });
  }
  expectOrderKept(messages, seen);
  const state = (await reader.sessions.load(sessionId))?.state;
  expect(state).toMatchObject({ seq: entries.length, messageCount: entries.length });
  expect(state).toMatchObject({ waiting: [], responseTimes: { count: ids.length } });
  // The session is rev 1, a message takes one, an answer two: its start, which its end has overwritten, and its end.
  const last = 1 + 3 * ids.length;
  expect(state?.rev).toBe(last);
  const revs = new Set(entries.map(({ rev }) => rev));
  const overwritten = Array.from({ length: last - 1 }, (_, at) => at + 2).filter((rev) => !revs.has(rev));
  expect(revs.size).toBe(entries.length);
  expect(overwritten).toHaveLength(answers.length);
}

/** What was acked before another was first asked for comes before it. */
function expectOrderKept(messages: Entry[], seen: Observed[]): void {
  for (const [at, { id }] of messages.entries()) {
    const acked = Math.min(...seen.filter((one) => one.id === id).map((one) => one.acked));
    for (const earlier of messages.slice(0, at)) {
      const asked = Math.min(...seen.filter((one) => one.id === earlier.id).map((one) => one.asked));
      expect(asked).toBeLessThan(acked);
    }
  }
}

describe('append', () => {
  test('[P12] [P15] [P10] many writers that crash anywhere: no gap, nothing twice, nothing acked lost', async () => {
    const shares = fc.array(fc.nat(WRITERS - 1), { minLength: 1, maxLength: 6 });
    /** The last writer's are fewer: an answer that outlives its attempts is given up, which is another rule's test. */
    const moments = fc.tuple(
      ...crashes.map((_, i) => fc.uniqueArray(fc.nat(40), { maxLength: i < WRITERS ? 6 : MAX_ATTEMPTS - 2 })),
    );
    /** Commands that are delivered to a second writer while the first one is at it. */
    const doubled = fc.uniqueArray(fc.nat(5), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(shares, moments, doubled, async (shares, moments, doubled) => {
        const { id: sessionId } = (await newSession(reader)).state;
        const ids = shares.map(() => randomUUID());
        const shareOf = (writer: number) =>
          ids.filter((_, i) => {
            const owner = shares[i] ?? 0;
            return owner === writer || (doubled.includes(i) && (owner + 1) % WRITERS === writer);
          });
        for (const [i, crash] of crashes.entries()) crash.arm((_, n) => moments[i]?.includes(n) === true);
        const [turns, ...writers] = stores.toReversed();
        if (!turns) throw new Error('there is a store for the turns');
        let isOver = false;
        const watching = watch(sessionId, () => isOver);
        const writing = writers.map((store, i) => write(store, sessionId, shareOf(i)));
        const answering = answerAll(turns, sessionId, ids.length);
        try {
          const seen = (await Promise.all(writing)).flat();
          await answering;
          await check(sessionId, seen, ids);
        } finally {
          isOver = true;
          await watching;
        }
      }),
      { numRuns: 100 },
    );
    const died = new Set(crashes.flatMap(({ died }) => died));
    const everywhere: FaultPoint[] = [
      'session.loaded',
      'session.commit',
      'session.committed',
      'entry.copy',
      'entry.copied',
      'outcome.copy',
      'outcome.copied',
      'pending.takeOut',
      'pending.takenOut',
      'tally.copy',
      'tally.copied',
    ];
    expect([...died].toSorted()).toEqual(everywhere.toSorted());
  }, 240_000);
});
