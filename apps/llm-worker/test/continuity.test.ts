import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userKey } from '@parley/bus';
import { loadModels } from '@parley/config';
import { createSession, presentUntil } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import type { User } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { handleCommand } from '../src/commands/handleCommand.ts';
import type { Deps } from '../src/deps.ts';
import { callableModels } from '../src/models.ts';
import { openSession } from '../src/sessions/openSession.ts';
import { retain } from '../src/sessions/retain.ts';
import { sweepSessions } from '../src/sessions/sweepSessions.ts';
import { callsOf } from './calls.ts';
import { ofType, setStage, type Stage } from './stage.ts';

const WINDOW = 60_000;
const PRESENT = presentUntil(0, WINDOW);

let stage: Stage;
let deps: Deps;
/** What the workers take for the time. */
let clock = 1_000_000;
beforeAll(async () => {
  stage = await setStage();
  deps = {
    bus: stage.bus,
    store: stage.store,
    models: callableModels(loadModels(undefined, {})),
    ...callsOf(),
    log: createLogger({ service: 'llm-worker', level: 'silent' }),
    continuityMs: WINDOW,
    escalation: [],
    markers: { phrases: [] },
    now: () => clock,
  };
});
afterAll(() => stage.end());

const anyone = (): User => ({ id: randomUUID(), roles: ['user'] });
const context = { trace: 'ab'.repeat(16), signal: new AbortController().signal, streamSeq: 1, deliveries: 1 };

const open = (user: User, sessionId?: string) =>
  openSession(deps, {
    frame: { type: 'session.open', id: randomUUID(), ...(sessionId !== undefined && { sessionId }) },
    user,
    at: clock,
  });
const left = (user: User, sessionId: string) =>
  handleCommand(deps)(
    { frame: { type: 'session.left', id: randomUUID(), sessionId }, user, acceptedAt: clock },
    context,
  );
const stateOf = async (id: string) => (await stage.store.sessions.load(id))?.state;

/** A gateway with a socket of the user that has the session open; gives how to kill it. */
async function socket({ id }: User, sessionId: string): Promise<() => Promise<void>> {
  const end = stage.bus.subscribeOut(
    sessionId,
    () => {},
    (user) => user === userKey(id),
  );
  await stage.bus.flush();
  return async () => {
    end();
    await stage.bus.flush();
  };
}
const sweepBoth = () => Promise.all([sweepSessions(deps), sweepSessions({ ...deps })]);

describe('coming back', () => {
  test('[P6] within the window goes on, after it a new one begins and the old one is ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 * WINDOW }), async (awayMs) => {
        const user = anyone();
        const { id } = await open(user);
        clock += 10_000;
        await left(user, id);
        const leftAt = clock;
        clock += awayMs;
        const next = await open(user);
        const old = await stateOf(id);
        if (awayMs <= WINDOW) {
          expect(next.id).toBe(id);
          expect(old).toMatchObject({ state: 'active', lastActivityAt: clock });
        } else {
          expect(next.id).not.toBe(id);
          expect(old).toMatchObject({ state: 'ended', lastActivityAt: leftAt, endedAt: leftAt + WINDOW });
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('[P6] goes on as long as any socket of its user has it open, for whatever time', async () => {
    const user = anyone();
    const { id } = await open(user);
    const close = await socket(user, id);
    clock += 10 * WINDOW;
    expect((await open(user)).id).toBe(id);
    clock += 10 * WINDOW;
    await sweepBoth();
    expect((await stateOf(id))?.state).toBe('active');
    await close();
  });

  test('[P6] the sessions of somebody else, and sockets of somebody else, count for nothing', async () => {
    const [user, admin] = [anyone(), anyone()];
    const { id } = await open(user);
    await left(user, id);
    const close = await socket(admin, id);
    const { lastActivityAt } = (await stateOf(id)) ?? {};
    clock += 1_000;
    await left(admin, id);
    expect((await stateOf(id))?.lastActivityAt).toBe(lastActivityAt);
    clock += WINDOW;
    expect((await open(user)).id).not.toBe(id);
    await close();
  });

  test('[P18] a socket that closes while another has it open is no activity', async () => {
    const user = anyone();
    const { id } = await open(user);
    const openedAt = clock;
    const close = await socket(user, id);
    clock += 5_000;
    await left(user, id);
    expect(await stateOf(id)).toMatchObject({ lastActivityAt: openedAt, presentUntil: clock + PRESENT });
    await close();
    clock += 5_000;
    const frames = stage.watch(id);
    await stage.bus.flush();
    await left(user, id);
    await left(user, id);
    expect(await stateOf(id)).toMatchObject({ lastActivityAt: clock, rev: 1 });
    await eventually('the lists are told', () => ofType(frames, 'session.updated').length === 2);
    expect(ofType(frames, 'session.updated')[0]?.rev).toBeUndefined();
  });
});

describe('the sweep', () => {
  test('[P18] ends a session once and tells it once, at the end of its window, though two workers sweep', async () => {
    const users = Array.from({ length: 12 }, anyone);
    const ids: string[] = [];
    for (const user of users) ids.push((await open(user)).id);
    const frames = ids.map((id) => stage.watch(id));
    const lists = users.map(({ id }) => stage.watchUser(id));
    await stage.bus.flush();
    for (const [at, user] of users.entries()) if (at % 2 === 0) await left(user, ids[at] ?? '');
    const openedAt = clock;
    await sweepBoth();
    expect((await Promise.all(ids.map(stateOf))).every((one) => one?.state === 'active')).toBe(true);
    clock += 3 * WINDOW;
    await Promise.all([sweepBoth(), sweepBoth()]);
    for (const [at, id] of ids.entries()) {
      const endedAt = openedAt + WINDOW + (at % 2 === 0 ? 0 : PRESENT);
      expect(await stateOf(id)).toMatchObject({ state: 'ended', endedAt, rev: 2 });
      await eventually('its end is told', () => ofType(frames[at] ?? [], 'session.ended').length > 0);
      expect(ofType(frames[at] ?? [], 'session.ended')).toEqual([
        { type: 'session.ended', sessionId: id, rev: 2, reason: 'continuity' },
      ]);
      expect((lists[at] ?? []).filter(({ frame }) => frame.type === 'session.ended')).toHaveLength(1);
      expect((await stage.store.users.active(users[at]?.id ?? '')).sessionId).toBeUndefined();
    }
  });

  test('[P6] a gateway that is killed with a socket open ends nothing before the window is over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (sweeps) => {
        const user = anyone();
        const { id } = await open(user);
        const kill = await socket(user, id);
        for (let at = 0; at < sweeps; at++) {
          clock += PRESENT / 2;
          await sweepSessions(deps);
        }
        await kill();
        const killedAt = clock;
        while (clock + PRESENT / 2 <= killedAt + WINDOW) {
          clock += PRESENT / 2;
          await sweepSessions(deps);
          expect((await stateOf(id))?.state).toBe('active');
        }
        clock = killedAt + WINDOW + PRESENT + 1;
        await sweepSessions(deps);
        const { state, endedAt = 0 } = (await stateOf(id)) ?? {};
        expect(state).toBe('ended');
        expect(endedAt).toBeGreaterThanOrEqual(killedAt + WINDOW);
        expect(endedAt).toBeLessThanOrEqual(killedAt + WINDOW + PRESENT);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('[P6] nothing is ended that its user opens at that moment, and never are two active', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.nat(3), async (named, sweepers) => {
        const user = anyone();
        const { id } = await open(user);
        await left(user, id);
        clock += WINDOW + 1;
        const [opened] = await Promise.all([
          open(user, named ? id : undefined),
          ...Array.from({ length: sweepers + 1 }, () => sweepSessions(deps)),
        ]);
        const { sessionId } = await stage.store.users.active(user.id);
        expect(sessionId).toBe(opened.id);
        expect(opened.id === id).toBe(named);
        expect(await stage.store.sessions.activeOf(user.id)).toEqual([opened.id]);
        if (!named) expect(await stateOf(id)).toMatchObject({ state: 'ended', endedAt: clock - 1 });
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('[P6] one that its user goes on with while its sockets are asked for stays their active one', async () => {
    const user = anyone();
    const { id } = await open(user);
    await left(user, id);
    clock += WINDOW + 1;
    const held: typeof stage.bus.held = async (sessionId, key) => {
      if (sessionId === id) await open(user, id);
      return sessionId !== id && stage.bus.held(sessionId, key);
    };
    await sweepSessions({ ...deps, bus: { ...stage.bus, held } });
    expect(await stateOf(id)).toMatchObject({ state: 'active' });
    expect((await stage.store.users.active(user.id)).sessionId).toBe(id);
  });

  test('[P17] has what nobody used for longer than it is to be kept deleted, once, and nothing else', async () => {
    const day = 86_400_000;
    const user = anyone();
    const old = await open(user);
    clock += 1_000;
    const next = await open(
      user,
      (
        await openSession(deps, {
          frame: { type: 'session.open', id: randomUUID(), new: true },
          user,
          at: clock,
        })
      ).id,
    );
    expect((await stateOf(old.id))?.state).toBe('idle');
    const asked: unknown[] = [];
    const publishCommand: typeof stage.bus.publishCommand = async (command, options) => {
      asked.push([command.frame.type, command.frame.sessionId, command.user.id, options?.msgId]);
      return { seq: 1, duplicate: false };
    };
    const asking = { ...deps, bus: { ...stage.bus, publishCommand } };
    clock += 30 * day - 1_000;
    await retain(asking, 30 * day);
    clock += PRESENT + 1_000;
    await retain(asking, 30 * day);
    const own = (asked as string[][]).filter(([, , userId]) => userId === user.id);
    expect(own).toEqual([['session.delete', old.id, user.id, `${old.id}.retention`]]);
    expect((await stateOf(next.id))?.state).toBe('active');
  });

  test('[P18] a session that waits for an answer isn’t over', async () => {
    const user = anyone();
    const { loaded } = await stage.store.sessions.create({
      ...createSession(randomUUID(), user.id, 'demo', clock),
      waiting: [{ messageId: randomUUID(), acceptedAt: clock }],
    });
    clock += 5 * WINDOW;
    await sweepBoth();
    expect((await stateOf(loaded.state.id))?.state).toBe('active');
  });
});
