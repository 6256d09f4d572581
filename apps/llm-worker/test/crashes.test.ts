import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSession } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import { loadModels } from '@parley/config';
import type { Verdict, TurnVerdict } from '@parley/bus';
import * as fc from 'fast-check';
import { handleCommand } from '../src/commands/handleCommand.ts';
import { callableModels } from '../src/models.ts';
import { handleTurn } from '../src/turns/handleTurn.ts';
import type { Deps } from '../src/deps.ts';
import { ANNA, setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

class Crash extends Error {}

/**
 * The object, each of whose calls may be the worker's last: the fuse burns with every call, before and after it, and
 * once it is burnt nothing gets through any more. Frames go out, or don't, without a word.
 */
function fused<T extends object>(target: T, fuse: { left: number }): T {
  const burn = (): void => {
    if (fuse.left-- <= 0) throw new Crash();
  };
  return new Proxy(target, {
    get(object, key, receiver) {
      const value: unknown = Reflect.get(object, key, receiver);
      if (typeof value === 'object' && value !== null) return fused(value, fuse);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (key === 'publishOut') return fuse.left > 0 ? Reflect.apply(value, object, args) : undefined;
        burn();
        const result: unknown = Reflect.apply(value, object, args);
        if (!(result instanceof Promise)) return result;
        return result.then((done: unknown) => {
          burn();
          return done;
        });
      };
    },
  });
}

const depsWith = (fuse: { left: number }): Deps => ({
  bus: fused(stage.bus, fuse),
  store: fused(stage.store, fuse),
  models: callableModels(loadModels(undefined, {})),
  log: createLogger({ service: 'llm-worker', level: 'silent' }),
  now: Date.now,
});

const never = new AbortController().signal;

/** Delivers a queued message until a handler says that it is done, as the queue would; each crash is one delivery. */
async function deliver<V extends Verdict | TurnVerdict>(
  crashes: number[],
  handle: (deps: Deps, deliveries: number) => Promise<V>,
): Promise<void> {
  for (let deliveries = 1; ; deliveries++) {
    try {
      const said = await handle(depsWith({ left: crashes.shift() ?? Number.MAX_SAFE_INTEGER }), deliveries);
      if (said.kind === 'done') return;
      throw new Error(`handler said ${said.kind}`);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

describe('a worker that crashes at any step', () => {
  test('[P10][P12] applies each command once, answers each message once, leaves no gap', async () => {
    let streamSeq = 0;
    const anyRun = fc.record({
      messages: fc.integer({ min: 1, max: 3 }),
      crashes: fc.array(fc.nat(24), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(anyRun, async ({ messages, crashes }) => {
        const { loaded } = await stage.store.sessions.create(
          createSession(randomUUID(), ANNA.id, 'demo', Date.now()),
        );
        const { id: sessionId } = loaded.state;
        const ids = Array.from({ length: messages }, () => randomUUID());
        for (const id of ids) {
          const frame = { type: 'message.send' as const, id, sessionId, text: `/echo ${id}` };
          const command = { frame, user: ANNA, acceptedAt: Date.now() };
          const context = { trace: 'ab'.repeat(16), signal: never, streamSeq: 1 };
          await deliver(crashes, (deps, deliveries) =>
            handleCommand(deps)(command, { ...context, deliveries }),
          );
        }
        for (const messageId of ids) {
          streamSeq += 1;
          const context = { trace: 'ab'.repeat(16), signal: never, streamSeq, working: () => undefined };
          await deliver(crashes, (deps, deliveries) =>
            handleTurn(deps, 60_000)({ sessionId, messageId }, { ...context, deliveries }),
          );
        }
        const { entries } = await stage.store.entries.newest(sessionId, 50);
        const state = (await stage.store.sessions.load(sessionId))?.state;
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
        expect(entries.filter(({ sender }) => sender === 'user').map(({ id }) => id)).toEqual(ids);
        const answers = entries.filter(({ sender }) => sender === 'assistant');
        expect(answers.map(({ replyTo, text, status }) => [replyTo, text, status])).toEqual(
          ids.map((id) => [id, id, 'complete']),
        );
        expect(new Set(entries.map(({ rev }) => rev)).size).toBe(entries.length);
        expect(state).toMatchObject({
          rev: 1 + 3 * messages,
          seq: 2 * messages,
          messageCount: 2 * messages,
          waiting: [],
        });
        expect(state?.answer).toBeUndefined();
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 240_000);
});
