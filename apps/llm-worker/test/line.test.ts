import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { createSession } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import { handleCommand } from '../src/commands/handleCommand.ts';
import type { Deps } from '../src/deps.ts';
import { callableModels } from '../src/models.ts';
import { handleTurn } from '../src/turns/handleTurn.ts';
import { callsOf } from './calls.ts';
import { Crash } from './fused.ts';
import { ANNA, setStage, type Stage } from './stage.ts';

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

const never = new AbortController().signal;

/** A session in which these texts were said and none is answered; gives its id and theirs. */
async function waiting(texts: readonly string[]): Promise<{ sessionId: string; ids: string[] }> {
  const { loaded } = await stage.store.sessions.create(
    createSession(randomUUID(), ANNA.id, 'demo', Date.now()),
  );
  const sessionId = loaded.state.id;
  const ids: string[] = [];
  for (const text of texts) {
    const id = randomUUID();
    ids.push(id);
    const frame = { type: 'message.send' as const, id, sessionId, text };
    const context = { trace: 'ab'.repeat(16), signal: never, streamSeq: 1, deliveries: 1 };
    await handleCommand(deps)({ frame, user: ANNA, acceptedAt: Date.now() }, context);
  }
  return { sessionId, ids };
}

const answers = async (sessionId: string) =>
  (await stage.store.entries.newest(sessionId, 50)).entries.filter(({ sender }) => sender === 'assistant');

test('[P10] one turn answers all that wait, in order; the turns of the others find nothing to do', async () => {
  const { sessionId, ids } = await waiting(['/echo 1', '/echo 2', '/echo 3']);
  let signs = 0;
  const turn = (messageId: string | undefined, streamSeq: number) =>
    handleTurn(deps)(
      { sessionId, messageId: messageId ?? '' },
      { trace: 'ab'.repeat(16), signal: never, streamSeq, deliveries: 1, working: () => void signs++ },
    );
  expect(await turn(ids[1], 2)).toEqual({ kind: 'done' });
  expect((await answers(sessionId)).map(({ replyTo, text }) => [replyTo, text])).toEqual(
    ids.map((id, at) => [id, String(at + 1)]),
  );
  expect(signs).toBeGreaterThanOrEqual(3);
  expect(await turn(ids[0], 1)).toEqual({ kind: 'done' });
  expect(await turn(ids[2], 3)).toEqual({ kind: 'done' });
  expect(await answers(sessionId)).toHaveLength(3);
});

test('[P10] however many messages wait, their turns ask for the session a few times a second; a needless one leaves', async () => {
  const count = 40;
  const { sessionId, ids } = await waiting([
    '/slow 60000',
    ...Array.from({ length: count }, (_, at) => `/echo ${at}`),
  ]);
  const leave = new AbortController();
  const turn = (at: number, signal = never) =>
    handleTurn(deps)(
      { sessionId, messageId: ids[at] ?? '' },
      { trace: 'ab'.repeat(16), signal, streamSeq: at + 1, deliveries: 1, working: () => {} },
    );
  const first = turn(count, leave.signal);
  await eventually('the answer is begun', async () => (await answers(sessionId)).length === 1);
  expect(await turn(0)).toEqual({ kind: 'done' });
  expect(await turn(1)).toEqual({ kind: 'retry', afterMs: 300 });
  expect(await turn(2)).toEqual({ kind: 'retry', afterMs: 1000 });
  let perSecond = 0;
  for (let at = 1; at < count; at++) {
    const said = await turn(at);
    if (said.kind === 'retry') perSecond += 1000 / said.afterMs;
    else expect([at, said]).toEqual([at, { kind: 'done' }]);
    // It is in the part of the line that is near enough to be needed soon, and none of them waits longer than before.
    if (said.kind === 'retry') expect(said.afterMs).toBeLessThanOrEqual(3_000);
  }
  expect(perSecond).toBeLessThan(6);
  leave.abort();
  expect(await first).toEqual({ kind: 'retry', afterMs: 0 });
});

test('[P10] when a writer dies between two answers, its turn goes on as it comes again, and what it didn’t tell is asked for', async () => {
  const { sessionId, ids } = await waiting(['/echo 1', '/echo 2', '/echo 3']);
  const turn = (deliveries: number, working: () => void) =>
    handleTurn(deps)(
      { sessionId, messageId: ids[0] ?? '' },
      { trace: 'ab'.repeat(16), signal: never, streamSeq: 1, deliveries, working },
    );
  let signs = 0;
  // The first one says that the first answer has begun.
  const dies = () => {
    if (++signs > 1) throw new Crash();
  };
  await expect(turn(1, dies)).rejects.toThrow(Crash);
  expect((await answers(sessionId)).map(({ text, status }) => [text, status])).toEqual([['1', 'complete']]);
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  expect(await turn(2, () => {})).toEqual({ kind: 'done' });
  expect((await answers(sessionId)).map(({ replyTo, text }) => [replyTo, text])).toEqual(
    ids.map((id, at) => [id, String(at + 1)]),
  );
  await eventually('the sockets are told to ask', () => frames.some(({ type }) => type === 'resync'));
});
