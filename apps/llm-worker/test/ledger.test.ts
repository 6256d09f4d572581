import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { answerId, createSession, takeOver } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import { StoreUnavailable, type Calls } from '@parley/store';
import { handleCommand } from '../src/commands/handleCommand.ts';
import type { Deps } from '../src/deps.ts';
import { callableModels } from '../src/models.ts';
import { handleTurn } from '../src/turns/handleTurn.ts';
import { callsOf } from './calls.ts';
import { Crash } from './fused.ts';
import { ANNA, setStage, type Stage } from './stage.ts';

let stage: Stage;
let streamSeq = 0;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

/** A worker by hand, whose ledger does some things otherwise, and the calls that its model has seen. */
function workerWith(calls: Partial<Calls>): { deps: Deps; seen: (string | undefined)[] } {
  const seen: (string | undefined)[] = [];
  const models = callableModels(loadModels(undefined, {}));
  const deps: Deps = {
    bus: stage.bus,
    store: { ...stage.store, calls: { ...stage.store.calls, ...calls } },
    models: {
      ...models,
      get(id) {
        const model = models.get(id);
        if (!model) return undefined;
        return {
          ...model,
          provider: {
            stream(request, say) {
              seen.push(request.callId);
              return model.provider.stream(request, say);
            },
          },
        };
      },
    },
    ...callsOf(),
    log: createLogger({ service: 'llm-worker', level: 'silent' }),
    continuityMs: 900_000,
    escalation: [],
    markers: { phrases: [] },
    now: Date.now,
  };
  return { deps, seen };
}

/** A message that waits for its answer; `turn` is one delivery of it. */
async function said(text: string) {
  const user = { ...ANNA, id: randomUUID() };
  const { loaded } = await stage.store.sessions.create(
    createSession(randomUUID(), user.id, 'demo', Date.now()),
  );
  const sessionId = loaded.state.id;
  const id = randomUUID();
  const signal = new AbortController().signal;
  const context = { trace: 'ab'.repeat(16), signal, streamSeq: ++streamSeq, working: () => undefined };
  const frame = { type: 'message.send' as const, id, sessionId, text };
  const command = { frame, user, acceptedAt: Date.now() };
  await handleCommand(workerWith({}).deps)(command, { ...context, deliveries: 1 });
  return {
    sessionId,
    turn: (deps: Deps, deliveries: number) =>
      handleTurn(deps)({ sessionId, messageId: id }, { ...context, deliveries }),
    answer: () => stage.store.entries.get(sessionId, answerId(sessionId, id)),
    ledger: () => stage.store.calls.ofSession(sessionId),
  };
}

describe('the ledger', () => {
  test('[P62] says `unknown` of a call that its worker died before it made, and has the next one’s as well', async () => {
    const { turn, answer, ledger, sessionId } = await said('/echo once');
    const dying = workerWith({
      async begin(call) {
        await stage.store.calls.begin(call);
        throw new Crash();
      },
    });
    await expect(turn(dying.deps, 1)).rejects.toThrow(Crash);
    expect(dying.seen).toEqual([]);
    const next = workerWith({});
    expect((await turn(next.deps, 2)).kind).toBe('done');
    const calls = await ledger();
    expect(calls).toMatchObject([
      { outcome: 'unknown', attempt: 1, tried: 1 },
      { outcome: 'complete', attempt: 2, tried: 1 },
    ]);
    expect(next.seen).toEqual([calls[1]?.id]);
    expect(await answer()).toMatchObject({
      status: 'complete',
      text: 'once',
      usage: await stage.store.calls.usageOf(sessionId),
    });
  });

  test('[P62] that can’t be reached keeps a call from being made; its turn comes again', async () => {
    const { turn, answer, ledger } = await said('/echo later');
    const away = workerWith({
      begin: () => Promise.reject(new StoreUnavailable('begin call', new Error('away'))),
    });
    await expect(turn(away.deps, 1)).rejects.toThrow(StoreUnavailable);
    expect(away.seen).toEqual([]);
    expect(await ledger()).toEqual([]);
    expect((await turn(workerWith({}).deps, 2)).kind).toBe('done');
    expect(await answer()).toMatchObject({ status: 'complete', text: 'later' });
  });

  test('[P62] that is away at the end of a call is waited for', async () => {
    const { turn, answer, ledger } = await said('/echo patience');
    let left = 2;
    const { deps } = workerWith({
      async end(begun, end) {
        if (left-- > 0) throw new StoreUnavailable('end call', new Error('away'));
        await stage.store.calls.end(begun, end);
      },
    });
    expect((await turn(deps, 1)).kind).toBe('done');
    expect(await ledger()).toMatchObject([{ outcome: 'complete' }]);
    expect(await answer()).toMatchObject({ status: 'complete', usage: { totalTokens: expect.any(Number) } });
  });

  test('[P62] knows of a call whose worker had to leave that it was broken off', async () => {
    const { sessionId, ledger } = await said('/slow 50');
    const leave = new AbortController();
    const { deps, seen } = workerWith({});
    const [waiting] = (await stage.store.sessions.load(sessionId))?.state.waiting ?? [];
    const turn = { sessionId, messageId: waiting?.messageId ?? '' };
    const context = { trace: 'ab'.repeat(16), streamSeq, deliveries: 1, signal: leave.signal };
    let signs = 0;
    // The first one says that the answer has begun, the second that it is being written.
    const left = handleTurn(deps)(turn, { ...context, working: () => void (++signs > 1 && leave.abort()) });
    expect(await left).toEqual({ kind: 'retry', afterMs: 0 });
    expect(await ledger()).toMatchObject([{ id: seen[0], outcome: 'interrupted', estimated: true }]);
  });

  test('[P62] knows of no call whose worker had to leave as the answer began', async () => {
    const { sessionId, ledger } = await said('/slow 50');
    const leave = new AbortController();
    const { deps } = workerWith({});
    const [waiting] = (await stage.store.sessions.load(sessionId))?.state.waiting ?? [];
    const turn = { sessionId, messageId: waiting?.messageId ?? '' };
    const context = { trace: 'ab'.repeat(16), streamSeq, deliveries: 1, signal: leave.signal };
    const left = handleTurn(deps)(turn, { ...context, working: () => leave.abort() });
    expect(await left).toEqual({ kind: 'retry', afterMs: 0 });
    expect(await ledger()).toEqual([]);
  });
});

test('[P62] a session has what a writer took whose answer a takeover ended before it heard', async () => {
  const { sessionId, answer } = await said('/slow 50');
  const { deps } = workerWith({});
  const [waiting] = (await stage.store.sessions.load(sessionId))?.state.waiting ?? [];
  const turn = { sessionId, messageId: waiting?.messageId ?? '' };
  const signal = new AbortController().signal;
  const taken: Promise<unknown>[] = [];
  const working = (): void => {
    const frame = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
    const done = stage.store.sessions.change(sessionId, (session) => {
      const change = takeOver(session, frame, { id: 'ada', name: 'Ada', roles: ['admin'] }, Date.now());
      return { change: { session: change.session, entries: change.entries }, result: undefined };
    });
    taken.push(done);
  };
  const context = { trace: 'ab'.repeat(16), streamSeq, deliveries: 1, signal, working };
  expect(await handleTurn(deps)(turn, context)).toEqual({ kind: 'silent' });
  await Promise.all(taken);
  expect(await answer()).toMatchObject({ status: 'stopped' });
  const { usage } = (await stage.store.sessions.load(sessionId))?.state ?? {};
  expect(usage?.totalTokens).toBeGreaterThan(0);
  expect(usage).toEqual(await stage.store.calls.usageOf(sessionId));
});

test('[P28] an answer goes on from one that broke off, and is shown from its beginning', async () => {
  const { sessionId, turn, answer } = await said('/cut');
  const { deps } = workerWith({});
  await turn(deps, 1);
  const broken = await answer();
  expect(broken).toMatchObject({ status: 'interrupted', text: expect.stringContaining('word20 ') });
  const frame = {
    type: 'message.continue' as const,
    id: randomUUID(),
    sessionId,
    messageId: broken?.id ?? '',
  };
  const { userId } = (await stage.store.sessions.load(sessionId))?.state ?? { userId: '' };
  const command = { frame, user: { ...ANNA, id: userId }, acceptedAt: Date.now() };
  const signal = new AbortController().signal;
  const context = { trace: 'ab'.repeat(16), signal, streamSeq: ++streamSeq, deliveries: 1 };
  await handleCommand(deps)(command, context);
  const [next] = (await stage.store.sessions.load(sessionId))?.state.waiting ?? [];
  const again = { sessionId, messageId: next?.messageId ?? '' };
  expect((await handleTurn(deps)(again, { ...context, working: () => undefined })).kind).toBe('done');
  const [whole] = (await stage.store.entries.newest(sessionId, 1)).entries;
  expect(whole).toMatchObject({ status: 'complete', continues: broken?.id });
  expect(whole?.text.startsWith(broken?.text ?? '-')).toBe(true);
  expect(whole?.text.length).toBeGreaterThan(broken?.text.length ?? 0);
});
