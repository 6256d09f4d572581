import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerId, createSession, startAnswer } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import { loadModels } from '@parley/config';
import type { Verdict, TurnVerdict } from '@parley/bus';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { handleCommand } from '../src/commands/handleCommand.ts';
import { callableModels } from '../src/models.ts';
import { handleTurn } from '../src/turns/handleTurn.ts';
import type { Deps } from '../src/deps.ts';
import { callsOf } from './calls.ts';
import { Crash, fused, type Fuse } from './fused.ts';
import { ANNA, setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

const depsWith = (fuse: Fuse): Deps => ({
  bus: fused(stage.bus, fuse),
  store: fused(stage.store, fuse),
  models: callableModels(loadModels(undefined, {})),
  ...callsOf(),
  log: createLogger({ service: 'llm-worker', level: 'silent' }),
  continuityMs: 900_000,
  escalation: [],
  markers: { phrases: [] },
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

/** A new session of a new user, in which two messages were answered. */
async function answered() {
  const user = { id: randomUUID(), roles: ['user'] };
  const { loaded } = await stage.store.sessions.create(
    createSession(randomUUID(), user.id, 'demo', Date.now()),
  );
  const { id: sessionId } = loaded.state;
  const deps = depsWith({ left: Number.MAX_SAFE_INTEGER });
  const said = [randomUUID(), randomUUID()];
  const context = { trace: 'ab'.repeat(16), signal: never, deliveries: 1, working: () => undefined };
  for (const [at, id] of said.entries()) {
    const frame = {
      type: 'message.send' as const,
      id,
      sessionId,
      text: at === 0 ? '/echo one' : '/echo two',
    };
    await handleCommand(deps)({ frame, user, acceptedAt: Date.now() }, { ...context, streamSeq: 1_000 + at });
    await handleTurn(deps)({ sessionId, messageId: id }, { ...context, streamSeq: 1_000 + at });
  }
  const state = (await stage.store.sessions.load(sessionId))?.state;
  if (!state) throw new Error('the session is there');
  const asked = said[0] ?? '';
  return { user, sessionId, state, asked, answer: answerId(sessionId, asked) };
}

describe('a turn that comes again and finds nothing to do', () => {
  test('[P13] tells the last end again if it wrote it, and else nothing, as each rev is told once', async () => {
    const { sessionId, asked, state } = await answered();
    const frames = stage.watch(sessionId);
    await stage.bus.flush();
    const come = async (streamSeq: number) => {
      const context = { trace: 'ab'.repeat(16), signal: never, streamSeq, working: () => undefined };
      const deps = depsWith({ left: Number.MAX_SAFE_INTEGER });
      const turn = { sessionId, messageId: asked };
      expect((await handleTurn(deps)(turn, { ...context, deliveries: 2 })).kind).toBe('done');
      await stage.bus.flush();
    };
    // It waited for its place in line, and whoever wrote before it answered its message too.
    await come(2_000);
    // The second message was answered last, by this one.
    await come(1_001);
    await eventually('the end is told', () => frames.length > 0);
    expect(frames).toEqual([expect.objectContaining({ type: 'message.ended', rev: state.rev })]);
  });

  test('[P57] tells no end behind a takeover that followed it: the sockets ask', async () => {
    const { sessionId, asked } = await answered();
    const admin = { id: randomUUID(), name: 'Ada', roles: ['admin'] };
    const whole = depsWith({ left: Number.MAX_SAFE_INTEGER });
    const context = { trace: 'ab'.repeat(16), signal: never, streamSeq: 1_001, working: () => undefined };
    const frame = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
    const command = { frame, user: admin, acceptedAt: Date.now() };
    await handleCommand(whole)(command, { ...context, deliveries: 1 });
    const frames = stage.watch(sessionId);
    await stage.bus.flush();
    await handleTurn(whole)({ sessionId, messageId: asked }, { ...context, deliveries: 2 });
    await eventually('the sockets are told', () => frames.length > 0);
    await stage.bus.flush();
    expect(frames).toEqual([{ type: 'resync', sessionId }]);
  });
});

describe('a worker that crashes at any step', () => {
  test('[P10][P12] applies each command once, answers each message once, leaves no gap', async () => {
    let streamSeq = 0;
    const anyRun = fc.record({
      messages: fc.integer({ min: 1, max: 3 }),
      crashes: fc.array(fc.nat(36), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(anyRun, async ({ messages, crashes }) => {
        const user = { ...ANNA, id: randomUUID() };
        const { loaded } = await stage.store.sessions.create(
          createSession(randomUUID(), user.id, 'demo', Date.now()),
        );
        const { id: sessionId } = loaded.state;
        const ids = Array.from({ length: messages }, () => randomUUID());
        for (const id of ids) {
          const frame = { type: 'message.send' as const, id, sessionId, text: `/echo ${id}` };
          const command = { frame, user, acceptedAt: Date.now() };
          const context = { trace: 'ab'.repeat(16), signal: never, streamSeq: 1 };
          await deliver(crashes, (deps, deliveries) =>
            handleCommand(deps)(command, { ...context, deliveries }),
          );
        }
        for (const messageId of ids) {
          streamSeq += 1;
          const context = { trace: 'ab'.repeat(16), signal: never, streamSeq, working: () => undefined };
          await deliver(crashes, (deps, deliveries) =>
            handleTurn(deps)({ sessionId, messageId }, { ...context, deliveries }),
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
  }, 600_000);

  test('[P10][P12] edits, answers again, rates and deletes once, and leaves nothing half done', async () => {
    const anyRun = fc.record({
      does: fc.constantFrom('edit' as const, 'regenerate' as const, 'rate' as const, 'delete' as const),
      crashes: fc.array(fc.nat(30), { maxLength: 4 }),
    });
    const context = { trace: 'ab'.repeat(16), signal: never };
    let streamSeq = 0;
    await fc.assert(
      fc.asyncProperty(anyRun, async ({ does, crashes }) => {
        const { user, sessionId, state, asked, answer } = await answered();
        const about = { id: randomUUID(), sessionId };
        const frames = {
          edit: { type: 'message.edit' as const, ...about, messageId: asked, text: '/echo changed' },
          regenerate: { type: 'message.regenerate' as const, ...about, messageId: answer },
          rate: { type: 'message.feedback' as const, ...about, messageId: answer, rating: 'up' as const },
          delete: { type: 'session.delete' as const, ...about, reason: 'deleted' as const },
        };
        const command = { frame: frames[does], user, acceptedAt: Date.now() };
        await deliver(crashes, (deps, deliveries) =>
          handleCommand(deps)(command, { ...context, streamSeq: 1, deliveries }),
        );
        if (does === 'delete') {
          expect(await stage.store.sessions.load(sessionId)).toBeUndefined();
          for (const id of [asked, answer]) expect(await stage.store.entries.has(sessionId, id)).toBe(false);
          const [last] = await stage.store.audit.list({ limit: 1 });
          expect(last).toMatchObject({ target: sessionId, what: 'session.deleted' });
          return;
        }
        const turn = { ...context, streamSeq: ++streamSeq, working: () => undefined };
        await deliver(crashes, (deps, deliveries) =>
          handleTurn(deps)({ sessionId, messageId: asked }, { ...turn, deliveries }),
        );
        const { entries } = await stage.store.entries.newest(sessionId, 50);
        const after = (await stage.store.sessions.load(sessionId))?.state;
        const revs = { edit: 1 + 3 + 2, regenerate: 1 + 2, rate: 1 }[does];
        expect(after).toMatchObject({ rev: state.rev + revs, waiting: [], seq: entries.length });
        const counts = entries.filter(({ status }) => status !== 'superseded').map(({ text }) => text);
        expect(after?.messageCount).toBe(counts.length);
        expect(counts).toEqual(
          {
            edit: ['/echo changed', 'changed'],
            regenerate: ['/echo one', '/echo two', 'two', 'one'],
            rate: ['/echo one', 'one', '/echo two', 'two'],
          }[does],
        );
        expect(new Set(entries.map(({ rev }) => rev)).size).toBe(entries.length);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 600_000);

  test('[P56][P57] takes a session over in mid-answer once, with what was kept of it, and leaves nothing half done', async () => {
    const context = { trace: 'ab'.repeat(16), signal: never, streamSeq: 1 };
    const admin = { id: randomUUID(), name: 'Ada', roles: ['admin'] };
    const takenOver = async ({ crashes, length }: { crashes: number[]; length: number }): Promise<void> => {
      const user = { ...ANNA, id: randomUUID() };
      const fresh = createSession(randomUUID(), user.id, 'demo', Date.now());
      const { id: sessionId } = (await stage.store.sessions.create(fresh)).loaded.state;
      const said = { type: 'message.send' as const, id: randomUUID(), sessionId, text: 'Hello' };
      const whole = depsWith({ left: Number.MAX_SAFE_INTEGER });
      const sent = { frame: said, user, acceptedAt: Date.now() };
      await handleCommand(whole)(sent, { ...context, deliveries: 1 });
      // Its writer began, kept some of it and died.
      const begun = await stage.store.sessions.change(sessionId, (session) => {
        const begun = startAnswer(session, { turn: 1, delivery: 1 }, Date.now());
        if (begun.kind !== 'write') throw new Error('it begins');
        return { change: begun.change, result: undefined };
      });
      const messageId = answerId(sessionId, said.id);
      const text = 'x'.repeat(length);
      if (begun) await stage.store.entries.checkpoint(begun.loaded, { messageId, attempt: 1, text });
      const frame = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
      const command = { frame, user: admin, acceptedAt: Date.now() };
      await deliver(crashes, (deps, deliveries) => handleCommand(deps)(command, { ...context, deliveries }));
      const state = (await stage.store.sessions.load(sessionId))?.state;
      expect(state).toMatchObject({
        handling: 'human',
        fence: 1,
        rev: 5,
        seq: 2,
        messageCount: 2,
        waiting: [],
      });
      expect(state?.answer).toBeUndefined();
      const { entries } = await stage.store.entries.newest(sessionId, 9);
      expect(entries).toMatchObject([{ id: said.id }, { id: messageId, status: 'stopped', text, rev: 4 }]);
      const audit = (await stage.store.audit.list({ limit: 1_000 })).filter(
        ({ target }) => target === sessionId,
      );
      expect(audit).toMatchObject([{ who: admin.id, what: 'takeover.started', after: { fence: 1 } }]);
      // A turn that comes again finds nothing to write.
      const turn = { ...context, deliveries: 2, working: () => undefined };
      expect((await handleTurn(whole)({ sessionId, messageId: said.id }, turn)).kind).toBe('done');
    };
    const anyRun = fc.record({ crashes: fc.array(fc.nat(40), { maxLength: 3 }), length: fc.nat(20) });
    // Ten at once: each waits for a writer that doesn't live any more.
    const ten = fc.array(anyRun, { minLength: 10, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(ten, async (runs) => void (await Promise.all(runs.map(takenOver)))),
      { numRuns: 10, endOnFailure: true },
    );
  }, 600_000);

  test('[P56][P57] ends a hold that ran out once, on record and told, wherever it dies', async () => {
    const context = { trace: 'ab'.repeat(16), signal: never, streamSeq: 1 };
    const admin = { id: randomUUID(), name: 'Ada', roles: ['admin'] };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(14), { maxLength: 3 }), async (crashes) => {
        const user = { ...ANNA, id: randomUUID() };
        const fresh = createSession(randomUUID(), user.id, 'demo', Date.now());
        const { id: sessionId } = (await stage.store.sessions.create(fresh)).loaded.state;
        const take = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
        const whole = depsWith({ left: Number.MAX_SAFE_INTEGER });
        await handleCommand(whole)(
          { frame: take, user: admin, acceptedAt: Date.now() },
          { ...context, deliveries: 1 },
        );
        const held = (await stage.store.sessions.load(sessionId))?.state;
        const frames = stage.watch(sessionId);
        await stage.bus.flush();
        const about = { id: randomUUID(), sessionId, admin: admin.id, fence: 1 };
        const frame = { type: 'hold.expire' as const, ...about };
        const command = { frame, user: { ...user, roles: [] }, acceptedAt: held?.holdUntil ?? 0 };
        await deliver(crashes, (deps, deliveries) =>
          handleCommand(deps)(command, { ...context, deliveries }),
        );
        const state = (await stage.store.sessions.load(sessionId))?.state;
        expect(state).toMatchObject({ handling: 'ai', fence: 1, rev: (held?.rev ?? 0) + 1 });
        const audit = (await stage.store.audit.list({ limit: 20 })).filter(
          ({ target, what }) => target === sessionId && what === 'takeover.expired',
        );
        expect(audit).toMatchObject([{ who: 'llm-worker', after: { admin: admin.id, fence: 1 } }]);
        await eventually('its sockets hear of it', () =>
          frames.some(({ type }) => type === 'takeover.ended' || type === 'resync'),
        );
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 600_000);
});
