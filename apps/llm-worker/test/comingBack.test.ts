import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { sendMessage } from '@parley/conversation';
import type { Child } from '@parley/infra';
import { createLogger } from '@parley/logging';
import type { Message } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import type { Deps } from '../src/deps.ts';
import { callableModels } from '../src/models.ts';
import { openedFrame } from '../src/sessions/openedFrame.ts';
import { sweepOnce } from '../src/turns/sweep.ts';
import { callsOf } from './calls.ts';
import { ANNA, setStage, textOf, type Stage } from './stage.ts';

let stage: Stage;
let deps: Deps;
beforeAll(async () => {
  stage = await setStage();
  deps = {
    bus: stage.bus,
    store: stage.store,
    models: callableModels(loadModels(undefined, {})),
    ...callsOf(),
    log: createLogger({ service: 'llm-worker', level: 'silent' }),
    continuityMs: 900_000,
    escalation: [],
    markers: { phrases: [] },
    now: Date.now,
  };
});
afterAll(() => stage.end());

/** Says something that nobody is to answer. */
const note = (sessionId: string, text: string) =>
  stage.store.sessions.change(sessionId, (session) => {
    const frame = { type: 'message.send' as const, id: randomUUID(), sessionId, text };
    const change = sendMessage(session, frame, ANNA, Date.now());
    const next = { ...change.session, waiting: [] };
    return { change: { session: next, entries: change.entries }, result: undefined };
  });

describe('a client that comes back', () => {
  const SAID = 1_250;
  let sessionId: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    stop = await stage.worker();
    sessionId = (await stage.opened({ new: true })).session.id;
    for (let at = 0; at < SAID; at++) await note(sessionId, `said ${at}`);
  });
  afterAll(() => stop());

  test('[P8] after a week gets all that it missed, page by page, from wherever it had been', async () => {
    const session = (await stage.store.sessions.load(sessionId))?.state;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: session?.rev ?? 0 }), async (had) => {
        const missed: Message[] = [];
        let afterRev = had;
        for (let pages = 1; ; pages++) {
          const { messages, hasMore } = await stage.opened({ sessionId, afterRev });
          missed.push(...messages);
          afterRev = messages.at(-1)?.rev ?? afterRev;
          if (!hasMore) break;
          expect(messages.length).toBeGreaterThan(0);
          expect(pages).toBeLessThan(10);
        }
        const revs = Array.from(
          { length: (session?.rev ?? 0) - Math.max(had, 1) },
          (_, at) => Math.max(had, 1) + 1 + at,
        );
        expect(missed.map(({ rev }) => rev)).toEqual(revs);
        expect(missed.map(({ text }) => text)).toEqual(revs.map((rev) => `said ${rev - 2}`));
      }),
      { numRuns: 12, examples: [[0], [1]], endOnFailure: true },
    );
  });

  test('[P8] with a rev that nobody has any more is told the session as it is, and its newest entries', async () => {
    const { session, messages, hasMore } = await stage.opened({ sessionId, afterRev: 10_000_000 });
    expect(session.rev).toBe(SAID + 1);
    expect(hasMore).toBe(true);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, at) => SAID - 49 + at));
  });
});

describe('everything dies at once, in the middle of an answer', () => {
  /** An answer that two workers of their own wrote until they and the queue were killed; what was shown of it. */
  async function killAll(): Promise<{ sessionId: string; question: string; shown: string }> {
    const workers: Child[] = [await stage.process(), await stage.process()];
    const { session } = await stage.opened({ new: true });
    const frames = stage.watch(session.id);
    await stage.bus.flush();
    const question = await stage.send(session.id, '/slow 25');
    const checkpoint = () => stage.store.entries.newest(session.id, 1);
    await eventually('a checkpoint', async () => (await checkpoint()).entries[0]?.text.includes('word30'), {
      timeoutMs: 15_000,
    });
    await Promise.all([...workers.map((worker) => worker.kill()), stage.killNats()]);
    const answer = (await stage.store.sessions.load(session.id))?.state.answer;
    return { sessionId: session.id, question, shown: textOf(frames, answer?.messageId ?? '') };
  }
  const answerTo = async (sessionId: string, question: string) =>
    (await stage.store.entries.newest(sessionId, 50)).entries.find(({ replyTo }) => replyTo === question);

  test('[P8][P28] the answer starts again, and until then nothing that was shown is taken back', async () => {
    const { sessionId, question, shown } = await killAll();
    await stage.startNats();
    const session = (await stage.store.sessions.load(sessionId))?.state;
    if (!session) throw new Error('the session is gone');
    const { streaming } = await openedFrame(deps, session, randomUUID(), session.rev);
    expect(streaming?.attempt).toBe(1);
    const kept = streaming?.text ?? '';
    expect(kept).toContain('word30');
    // What was kept last may have died with the queue before it was shown, and the other way round.
    const common = Math.min(shown.length, kept.length);
    expect(shown.slice(0, common)).toBe(kept.slice(0, common));
    const worker = await stage.process();
    const ended = await eventually(
      'the answer ends',
      async () => {
        const entry = await answerTo(sessionId, question);
        return entry?.status === 'streaming' ? undefined : entry;
      },
      { timeoutMs: 30_000 },
    );
    expect(ended).toMatchObject({ status: 'complete', attempt: 2 });
    expect(ended.text.startsWith(kept)).toBe(true);
    await worker.kill();
  });

  test('[P8] an answer whose queue is lost too ends as interrupted, with what was kept', async () => {
    const { sessionId, question } = await killAll();
    await stage.startNats({ empty: true });
    const kept = (await answerTo(sessionId, question))?.text ?? '';
    expect(kept).toContain('word30');
    const later = Date.now() + 60_000;
    await sweepOnce({ ...deps, now: () => later });
    expect(await answerTo(sessionId, question)).toMatchObject({ status: 'interrupted', text: kept });
    const { session, streaming } = await (async () => {
      const state = (await stage.store.sessions.load(sessionId))?.state;
      if (!state) throw new Error('the session is gone');
      return openedFrame(deps, state, randomUUID(), undefined);
    })();
    expect(streaming).toBeUndefined();
    expect(session.responseTimes.count).toBe(1);
    const worker = await stage.process();
    const again = await stage.send(sessionId, '/echo still here');
    await eventually(
      'the next one is answered',
      async () => (await answerTo(sessionId, again))?.text === 'still here',
      {
        timeoutMs: 15_000,
      },
    );
    await worker.kill();
  });
});
