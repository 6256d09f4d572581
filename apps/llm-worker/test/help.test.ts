import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verdict, userKey } from '@parley/bus';
import { loadModels } from '@parley/config';
import { createLogger } from '@parley/logging';
import { ParleyError, type Command, type Notification } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { handleCommand } from '../src/commands/handleCommand.ts';
import type { Deps } from '../src/deps.ts';
import { callableModels } from '../src/models.ts';
import { createPeopleSweep } from '../src/people/createPeopleSweep.ts';
import { callsOf } from './calls.ts';
import { ChatServer } from './ChatServer.ts';
import { Crash, fused } from './fused.ts';
import { anAdmin, aSession, deeds } from './people.ts';
import { ofType, setStage, type Stage } from './stage.ts';

const ADA = anAdmin('Ada');
const ESCALATION = [
  { afterMs: 0, by: 'email' as const },
  { afterMs: 120_000, by: 'sms' as const },
  { afterMs: 600_000, by: 'all' as const },
];
/** A Monday at noon, which is far off for the workers that run by the real clock: they leave its rounds alone. */
const NOON = Date.UTC(2031, 10, 24, 12);

let stage: Stage;
let server: ChatServer;
let folder: string;
const notified: Notification[] = [];
beforeAll(async () => {
  stage = await setStage();
  server = await ChatServer.start(({ messages }) => {
    if (messages.at(-1)?.content === 'fail') throw new Error('as asked');
    return ['fine'];
  });
  folder = await mkdtemp(join(tmpdir(), 'parley-help-'));
  const file = join(folder, 'models.yaml');
  const own = {
    provider: 'openai',
    model: 'm',
    baseUrl: server.baseUrl,
    apiKey: 'key',
    systemPrompt: 'Be kind.',
  };
  await writeFile(file, JSON.stringify({ models: [{ id: 'demo', label: 'Demo', ...own }] }));
  const env = {
    PEOPLE_SWEEP: '100ms',
    HELP_PHRASES: 'a real person',
    HELP_AFTER_DOWN: '2',
    HELP_AFTER_FAILED: '2',
  };
  for (let n = 0; n < 2; n++) await stage.worker({ models: loadModels(file, {}), env });
  stage.bus.consumeNotifications({
    slots: 1,
    handler: async (notification) => {
      notified.push(notification);
      return verdict.done;
    },
  });
});
afterAll(async () => {
  await stage?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const stateOf = async (id: string) => (await stage.store.sessions.load(id))?.state;
const of = (sessionId: string) => notified.filter((one) => one.sessionId === sessionId);
async function scene() {
  const { user, sessionId } = await aSession(stage);
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  return { user, sessionId, frames, ...deeds(stage, sessionId, user) };
}

describe('help.request', () => {
  test('[P51][P52] is kept, notifies once with user, session, reason and time, and the assistant goes on', async () => {
    const { user, sessionId, frames, help, note, cancel } = await scene();
    const before = Date.now();
    expect(await help('My order is lost.')).toMatchObject({ type: 'ack' });
    const [round] = await eventually('people are notified', () =>
      of(sessionId).length > 0 ? of(sessionId) : undefined,
    );
    const call = (await stateOf(sessionId))?.help;
    expect(call).toMatchObject({ state: 'requested', by: 'user', reason: 'My order is lost.' });
    expect(round).toMatchObject({
      id: `${call?.id}.1`,
      kind: 'help',
      by: 'email',
      round: 1,
      userId: user.id,
    });
    expect(round?.reason).toBe('My order is lost.');
    expect(round?.at).toBeGreaterThanOrEqual(before);
    // A worker that looks after places may tell one before: of what it read, between the change and its frame.
    const told = await eventually('the change is told', () =>
      ofType(frames, 'help.updated').find(({ rev }) => rev !== undefined),
    );
    expect(told).toMatchObject({ state: 'requested', rev: 2, position: expect.any(Number) });
    await note(ADA, 'They are a\n"good" customer.', true);
    await note(ADA, 'For us alone.');
    await stage.send(sessionId, 'Hello?', undefined, user);
    await eventually('it is answered', () => ofType(frames, 'message.ended').at(0));
    const system = server.requests.at(-1)?.messages[0];
    expect(system?.role).toBe('system');
    expect(system?.content).toMatch(/^Be kind\./);
    expect(system?.content).toContain('was called into this conversation');
    expect(system?.content).toContain(JSON.stringify('They are a\n"good" customer.'));
    expect(JSON.stringify(server.requests)).not.toContain('For us alone.');
    await help();
    expect(await stateOf(sessionId)).toMatchObject({ handling: 'requested', help: call });
    expect(of(sessionId)).toHaveLength(1);
    expect(await cancel()).toMatchObject({ type: 'ack' });
    expect(await stateOf(sessionId)).toMatchObject({ handling: 'ai' });
  });

  test('[P52] a user who left an address and went hears by mail that somebody answered, once, and not what', async () => {
    const { sessionId, help, take, say, release } = await scene();
    await help('My order is lost.', 'uma@example.org');
    await take(ADA);
    expect((await stateOf(sessionId))?.reply?.email).toBe('uma@example.org');
    const bo = anAdmin('Bo');
    expect(await say(bo, 'I would like to, too.')).toMatchObject({ error: { code: 'not_holder' } });
    await say(ADA, 'It is found.');
    await say(ADA, 'And on its way.');
    const replies = () => of(sessionId).filter(({ kind }) => kind === 'reply');
    await eventually('the user is told', () => replies().length > 0);
    expect(replies()).toMatchObject([{ by: 'email', to: 'uma@example.org', title: 'Ada answered you' }]);
    expect(JSON.stringify(replies())).not.toMatch(/found|on its way|order/u);
    await release(ADA);
    expect((await stateOf(sessionId))?.reply).toBeUndefined();
  });

  test('[P52] a user who has the session open gets no mail about what they see', async () => {
    const { user, sessionId, help, take, say, release } = await scene();
    const end = stage.bus.subscribeOut(
      sessionId,
      () => undefined,
      (asked) => asked === userKey(user.id),
    );
    await stage.bus.flush();
    await help(undefined, 'uma@example.org');
    await take(ADA);
    await say(ADA, 'It is found.');
    end();
    await say(ADA, 'Still there?');
    await eventually('the user, who went, is told', () => of(sessionId).some(({ kind }) => kind === 'reply'));
    expect(of(sessionId).filter(({ kind }) => kind === 'reply')).toHaveLength(1);
    await release(ADA);
  });

  test('[P51] tells the place in the queue, again when it changes and to who comes back', async () => {
    for (const { id, userId } of await stage.store.sessions.waitingForHelp())
      await deeds(stage, id, { id: userId, roles: ['user'] }).cancel();
    const [one, two] = [await scene(), await scene()];
    await one.help();
    await two.help();
    const places = (frames: typeof one.frames) =>
      ofType(frames, 'help.updated').map(({ position }) => position);
    expect(places(one.frames)).toContain(1);
    await eventually('the second is told', () => places(two.frames).includes(2));
    await one.take(ADA);
    await eventually('it moves up', () => places(two.frames).at(-1) === 1);
    expect(ofType(two.frames, 'help.updated').at(-1)?.waitMs).toBeGreaterThanOrEqual(0);
    expect(ofType(two.frames, 'help.updated').at(-1)?.rev).toBeUndefined();
    const count = places(two.frames).length;
    await stage.opened({ sessionId: two.sessionId }, two.user);
    await eventually('who comes back is told', () => places(two.frames).length > count);
    await two.cancel();
  });
});

describe('the assistant', () => {
  test('[P51] calls a human by itself: for a phrase, for answers rated down, for failures in a row', async () => {
    const phrase = await scene();
    await stage.send(phrase.sessionId, 'May I speak to A  REAL person?', undefined, phrase.user);
    const failing = await scene();
    for (let n = 0; n < 2; n++) await stage.send(failing.sessionId, 'fail', undefined, failing.user);
    const down = await scene();
    for (let n = 0; n < 2; n++) {
      await stage.send(down.sessionId, 'Hi', undefined, down.user);
      const { message } = await eventually('the answer', () => ofType(down.frames, 'message.ended').at(n));
      const about = { id: randomUUID(), sessionId: down.sessionId, messageId: message.id };
      await stage.ask({ type: 'message.feedback', ...about, rating: 'down' }, down.user);
    }
    for (const { sessionId } of [phrase, failing, down]) {
      const [round] = await eventually('people are notified', () =>
        of(sessionId).length > 0 ? of(sessionId) : undefined,
      );
      const state = await stateOf(sessionId);
      expect(state).toMatchObject({ handling: 'requested', help: { by: 'assistant' } });
      expect(round?.reason).toBe(state?.help?.reason);
      const audited = (await stage.store.audit.list({ limit: 1_000 })).filter(
        ({ target }) => target === sessionId,
      );
      expect(audited.map(({ who, what }) => [who, what])).toEqual([['llm-worker', 'help.requested']]);
    }
    // It goes on helping.
    await eventually('the phrase is answered', () => ofType(phrase.frames, 'message.ended').at(0));
  });
});

describe('the escalation', () => {
  /** A worker by hand: its clock, what it notified of, and how many calls are left until it crashes. */
  function worker(more: Partial<Deps> = {}) {
    const clock = { now: NOON };
    const sent: Notification[] = [];
    const publishNotification = async (notification: Notification) => {
      sent.push(notification);
      return { seq: 1, duplicate: false };
    };
    const deps = (left: number): Deps => {
      const fuse = { left };
      return {
        bus: fused({ ...stage.bus, publishNotification }, fuse),
        store: fused(stage.store, fuse),
        models: callableModels(loadModels(undefined, {})),
        ...callsOf(),
        log: createLogger({ service: 'llm-worker', level: 'silent' }),
        continuityMs: 900_000,
        escalation: ESCALATION,
        markers: { phrases: [] },
        now: () => clock.now,
        ...more,
      };
    };
    /** Does something until it comes to its end; each of `crashes` ends one try. */
    const until = async (crashes: number[], work: (deps: Deps, tried: number) => Promise<unknown>) => {
      for (let tried = 1; ; tried++) {
        try {
          await work(deps(crashes.shift() ?? Number.MAX_SAFE_INTEGER), tried);
          return;
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
        }
      }
    };
    const handle = (frame: Command['frame'], user: Command['user'], crashes: number[] = []) => {
      const command = { frame, user, acceptedAt: clock.now };
      const context = { trace: 'ab'.repeat(16), signal: new AbortController().signal, streamSeq: 1 };
      return until(crashes, (own, deliveries) => handleCommand(own)(command, { ...context, deliveries }));
    };
    const sweep = (crashes: number[] = []) => until(crashes, (own) => createPeopleSweep(own)());
    return { clock, sent, handle, sweep };
  }
  const ask = (sessionId: string) => ({ type: 'help.request' as const, id: randomUUID(), sessionId });

  test('[P52] has each round go out at its time and once, whatever crashes, until somebody is on it', async () => {
    const anyRun = fc.record({
      crashes: fc.array(fc.nat(40), { maxLength: 6 }),
      acknowledgedAfter: fc.integer({ min: 1, max: 4 }),
      how: fc.constantFrom('acknowledge' as const, 'takeover' as const),
    });
    await fc.assert(
      fc.asyncProperty(anyRun, async ({ crashes, acknowledgedAfter, how }) => {
        const { user, sessionId } = await aSession(stage);
        const { clock, sent, handle, sweep } = worker();
        const frame = ask(sessionId);
        await handle(frame, user, crashes);
        await sweep(crashes);
        const ids = () => [...new Set(sent.filter((one) => one.sessionId === sessionId).map(({ id }) => id))];
        for (const [at, { afterMs }] of ESCALATION.entries()) {
          const n = at + 1;
          clock.now = NOON + afterMs - 1;
          await sweep(crashes);
          expect(ids()).toHaveLength(at === 0 ? 1 : Math.min(at, acknowledgedAfter));
          clock.now = NOON + afterMs;
          await Promise.all([sweep(crashes), sweep()]);
          expect(ids()).toEqual(
            ESCALATION.slice(0, Math.min(n, acknowledgedAfter)).map((_, place) => `${frame.id}.${place + 1}`),
          );
          const about = { id: randomUUID(), sessionId };
          if (n !== acknowledgedAfter) continue;
          await handle(
            { type: how === 'takeover' ? 'admin.takeover' : 'admin.acknowledge', ...about },
            ADA,
            crashes,
          );
        }
        const audit = await stage.store.audit.list({ limit: 50, target: sessionId });
        expect(audit.filter(({ what }) => what === 'help.requested')).toHaveLength(1);
        const state = await stateOf(sessionId);
        expect(state?.help?.nextRoundAt).toBeUndefined();
        await handle({ type: 'admin.takeover', id: randomUUID(), sessionId }, ADA);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 400_000);

  test('[P52] begins when the office opens, but for a first mail, and says when that is', async () => {
    const hours = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60, timeZone: 'UTC' };
    const { user, sessionId } = await aSession(stage);
    const frames = stage.watch(sessionId);
    await stage.bus.flush();
    const { clock, sent, handle, sweep } = worker({ hours });
    clock.now = NOON + 8 * 3_600_000;
    const opens = NOON + 21 * 3_600_000;
    await handle(ask(sessionId), user);
    const [told] = await eventually('it is told', () =>
      frames.length > 0 ? ofType(frames, 'help.updated') : undefined,
    );
    expect(told?.opensAt).toBe(new Date(opens).toISOString());
    expect(sent.map(({ by }) => by)).toEqual(['email']);
    clock.now = opens + 119_999;
    await sweep();
    expect(sent.map(({ by }) => by)).toEqual(['email']);
    clock.now = opens + 120_000;
    await sweep();
    expect(sent.map(({ by }) => by)).toEqual(['email', 'sms']);
    await handle({ type: 'help.cancel', id: randomUUID(), sessionId }, user);
    clock.now = opens + 10 * 600_000;
    await sweep();
    expect(sent).toHaveLength(2);
  });

  test('[P52] keeps nobody waiting while the queue of notifications is full', async () => {
    const { user, sessionId } = await aSession(stage);
    let isFull = true;
    const sent: string[] = [];
    const publishNotification = async ({ id }: Notification) => {
      if (isFull) throw new ParleyError('service', 'unavailable', 'full');
      sent.push(id);
      return { seq: 1, duplicate: false };
    };
    const { handle, sweep } = worker({ bus: { ...stage.bus, publishNotification } });
    const frame = ask(sessionId);
    await handle(frame, user);
    expect(await stateOf(sessionId)).toMatchObject({ handling: 'requested', help: { rounds: 0 } });
    isFull = false;
    await sweep();
    expect(sent).toEqual([`${frame.id}.1`]);
    await handle({ type: 'help.cancel', id: randomUUID(), sessionId }, user);
  });
});
