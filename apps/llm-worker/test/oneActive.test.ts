import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { createLogger } from '@parley/logging';
import type { ClientFrameOf, ServerFrameOf, User } from '@parley/protocol';
import { SealedDataError } from '@parley/store';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { handleCommand } from '../src/commands/handleCommand.ts';
import type { Deps } from '../src/deps.ts';
import { callableModels } from '../src/models.ts';
import { openSession } from '../src/sessions/openSession.ts';
import { contextOf } from './context.ts';
import { Crash, fused, type Fuse } from './fused.ts';
import { setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await stage.worker();
  await stage.worker();
});
afterAll(() => stage.end());

const anyone = (): User => ({ id: randomUUID(), roles: ['user'] });

/** The user's sessions that are active, as they are stored. */
async function activeOf({ id: userId }: User): Promise<string[]> {
  const { items } = await stage.store.sessions.listByUser({ userId, limit: 200 });
  return items.filter(({ state }) => state === 'active').map(({ id }) => id);
}

const depsWith = (fuse: Fuse): Deps => ({
  bus: fused(stage.bus, fuse),
  store: fused(stage.store, fuse),
  models: callableModels(loadModels(undefined, {})),
  ...contextOf(),
  log: createLogger({ service: 'llm-worker', level: 'silent' }),
  continuityMs: 900_000,
  escalation: [],
  markers: { phrases: [] },
  now: Date.now,
});

/** What several of a user's pages do at the same time. `session`: one of those that there are already. */
type Doing = { readonly do: 'open' | 'new' } | { readonly do: 'back' | 'send'; readonly session: number };
const anyDoing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ do: fc.constantFrom('open' as const, 'new' as const) }),
  fc.record({ do: fc.constantFrom('back' as const, 'send' as const), session: fc.nat(3) }),
);
const SESSIONS = [0, 1, 2, 3];

/** The frame that opens what is to be opened. */
const openFrame = (doing: Doing, ids: readonly string[], id: string): ClientFrameOf<'session.open'> => {
  if ('session' in doing) return { type: 'session.open', id, sessionId: ids[doing.session] ?? '' };
  return { type: 'session.open', id, ...(doing.do === 'new' && { new: true }) };
};

describe('a user’s active session', () => {
  test('[P48] is one and the same for 50 who open without an id at once, at two workers', async () => {
    for (let round = 0; round < 3; round++) {
      const user = anyone();
      const opened = await Promise.all(Array.from({ length: 50 }, () => stage.opened({}, user)));
      const ids = new Set(opened.map(({ session }) => session.id));
      expect(ids.size).toBe(1);
      expect(opened.map(({ session }) => session.state)).toEqual(opened.map(() => 'active'));
      expect((await stage.store.sessions.listByUser({ userId: user.id, limit: 10 })).items).toHaveLength(1);
    }
  });

  test('[P48] is one, whatever opens, opens anew, goes back and sends at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDoing, { minLength: 2, maxLength: 8 }), async (doings) => {
        const user = anyone();
        const ids: string[] = [];
        for (const _ of SESSIONS) ids.push((await stage.opened({ new: true }, user)).session.id);
        const sent: string[] = [];
        const opened = await Promise.all(
          doings.map(async (doing): Promise<ServerFrameOf<'session.opened'>[]> => {
            if (doing.do !== 'send') return [await stage.opened(openFrame(doing, ids, randomUUID()), user)];
            sent.push(await stage.send(ids[doing.session] ?? '', '/echo x', randomUUID(), user));
            return [];
          }),
        );
        const all = [...ids, ...opened.flat().map(({ session }) => session.id)];
        await eventually('all messages are answered', async () => {
          const answered = await Promise.all(
            ids.map(async (id) => (await stage.store.entries.newest(id, 50)).entries),
          );
          const answers = answered
            .flat()
            .filter(({ sender, status }) => sender === 'assistant' && status === 'complete');
          return answers.length === sent.length;
        });
        const { sessionId } = await stage.store.users.active(user.id);
        await eventually('one is active', async () => (await activeOf(user)).length === 1);
        expect(await activeOf(user)).toEqual([sessionId]);
        expect(all).toContain(sessionId);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 240_000);

  test('[P48] is one in the end, when any of those who race dies in the middle and what it did is repeated', async () => {
    const race = fc.record({
      doings: fc.array(anyDoing, { minLength: 2, maxLength: 5 }),
      crashes: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
    });
    const context = {
      trace: 'ab'.repeat(16),
      signal: new AbortController().signal,
      streamSeq: 1,
      deliveries: 1,
    };
    await fc.assert(
      fc.asyncProperty(race, async ({ doings, crashes }) => {
        const user = anyone();
        const ids: string[] = [];
        for (const _ of SESSIONS) ids.push((await stage.opened({ new: true }, user)).session.id);
        const carryOut = async (doing: Doing, deps: Deps, id: string): Promise<unknown> => {
          const frame = openFrame(doing, ids, id);
          const at = Date.now();
          if (doing.do !== 'send') return openSession(deps, { frame, user, at });
          const send = {
            type: 'message.send' as const,
            id,
            sessionId: ids[doing.session] ?? '',
            text: '/echo x',
          };
          return handleCommand(deps)({ frame: send, user, acceptedAt: at }, context);
        };
        await Promise.all(
          doings.map(async (doing, at) => {
            const id = randomUUID();
            const fuse = { left: crashes[at] ?? Number.MAX_SAFE_INTEGER };
            try {
              await carryOut(doing, depsWith(fuse), id);
            } catch (error) {
              if (!(error instanceof Crash)) throw error;
              await carryOut(doing, depsWith({ left: Number.MAX_SAFE_INTEGER }), id);
            }
          }),
        );
        const { sessionId } = await stage.store.users.active(user.id);
        expect(await activeOf(user)).toEqual([sessionId]);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 240_000);

  test('[P48] the pages of the others are told, on their session’s channel and on the user’s', async () => {
    const user = anyone();
    const first = (await stage.opened({}, user)).session.id;
    const frames = stage.watch(first);
    const listed = stage.watchUser(user.id);
    await stage.bus.flush();
    const second = (await stage.opened({ new: true }, user)).session.id;
    await eventually('the first is told', () => frames.some(({ type }) => type === 'session.deactivated'));
    await eventually('the list is told', () => listed.length > 0);
    expect(listed[0]).toMatchObject({
      about: first,
      frame: { type: 'session.deactivated', sessionId: first },
    });
    await stage.send(first, '/echo again', randomUUID(), user);
    await eventually('the first is active again', async () => (await activeOf(user))[0] === first);
    await eventually('the second is put away', async () => (await activeOf(user)).length === 1);
    expect((await stage.store.sessions.load(second))?.state.state).toBe('idle');
    expect((await stage.opened({}, user)).session.id).toBe(first);
  });

  test('[P44] whose active session can’t be read any more gets another one', async () => {
    const user = anyone();
    const lost = (await stage.opened({}, user)).session.id;
    const { sessions } = stage.store;
    const refused = () =>
      Promise.reject(
        new SealedDataError('unknown_key', { collection: 'sessions', record: lost, field: 'name' }, 'x'),
      );
    const load: typeof sessions.load = (id) => (id === lost ? refused() : sessions.load(id));
    const change: typeof sessions.change = (id, decide) =>
      id === lost ? refused() : sessions.change(id, decide);
    const store = { ...stage.store, sessions: { ...sessions, load, change } };
    const deps = { ...depsWith({ left: Number.MAX_SAFE_INTEGER }), store };
    const frame = openFrame({ do: 'open' }, [], randomUUID());
    const { id, state } = await openSession(deps, { frame, user, at: Date.now() });
    expect(id).toBe(frame.id);
    expect(state).toBe('active');
  });

  test('[P48] a session of somebody else is nobody’s to open, make or choose', async () => {
    const [owner, other] = [anyone(), anyone()];
    const { id } = (await stage.opened({}, owner)).session;
    const mine = (await stage.opened({}, other)).session.id;
    for (const frame of [{ sessionId: id }, { id, new: true }]) {
      expect(await stage.open(frame, other)).toMatchObject({ type: 'error', error: { code: 'session' } });
    }
    expect(await activeOf(owner)).toEqual([id]);
    expect((await stage.opened({ sessionId: mine }, other)).session.state).toBe('active');
    expect(await activeOf(other)).toEqual([mine]);
  });
});
