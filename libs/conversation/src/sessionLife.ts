import type { ServerFrameOf } from '@parley/protocol';
import type { Change } from './change.ts';
import { freeSession } from './freeSession.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';

/** A change of a session that nobody asked for with a command. */
export type LifeChange = Omit<Change, 'outcome'>;

/** A new session, as its user opens it: its creation is `rev` 1, told by `session.opened`. */
export const createSession = (id: string, userId: string, model: string, at: number): SessionState => ({
  id,
  userId,
  name: '',
  namedBy: 'nobody',
  model,
  state: 'active',
  handling: 'ai',
  adminAssisted: false,
  archived: false,
  fence: 0,
  createdAt: at,
  lastActivityAt: at,
  rev: 1,
  seq: 0,
  messageCount: 0,
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
  responseTimes: { maxMs: 0, sumMs: 0, count: 0 },
  recent: [],
  waiting: [],
});

/** The state after its user did something at `at`; a session that was put away or ended is active again. */
export function active(session: SessionState, at: number): SessionState {
  const { endedAt: _endedAt, ...rest } = session;
  return { ...rest, state: 'active', lastActivityAt: Math.max(session.lastActivityAt, at) };
}

/**
 * Its user opens it, with a socket that is taken to have it `until` then. Only a change of `state` is told.
 * `undefined`: it is active, and as much is known of a later activity.
 */
export function openSession(session: SessionState, at: number, until: number): LifeChange | undefined {
  const { state, lastActivityAt, presentUntil = 0 } = session;
  if (state === 'active' && lastActivityAt >= at && presentUntil >= until) return undefined;
  const opened = { ...active(session, at), presentUntil: Math.max(presentUntil, until) };
  if (session.state === 'active') return { session: opened, entries: [], frames: [] };
  const told = { ...opened, rev: session.rev + 1 };
  return { session: told, entries: [], frames: [sessionUpdated(told)] };
}

/** Its user opened another one. `undefined`: it was not active. */
export function deactivateSession(session: SessionState): LifeChange | undefined {
  if (session.state !== 'active') return undefined;
  const { presentUntil: _presentUntil, ...rest } = session;
  const idle: SessionState = { ...rest, state: 'idle', rev: session.rev + 1 };
  return {
    session: idle,
    entries: [],
    frames: [{ type: 'session.deactivated', sessionId: idle.id, rev: idle.rev }],
  };
}

/** Nobody came back in time, or it was deleted; a human's hold and a call for one go with it. `undefined`: it had ended before. */
export function endSession(
  session: SessionState,
  reason: ServerFrameOf<'session.ended'>['reason'],
  at: number,
): LifeChange | undefined {
  if (session.state === 'ended') return undefined;
  const wasFree = session.handling === 'ai';
  const { presentUntil: _presentUntil, ...rest } = wasFree ? session : freeSession(session, at);
  const ended: SessionState = { ...rest, state: 'ended', endedAt: at, rev: session.rev + 1 };
  return {
    session: ended,
    entries: [],
    frames: [
      { type: 'session.ended', sessionId: ended.id, rev: ended.rev, reason },
      ...(wasFree ? [] : [sessionUpdated(ended, true)]),
    ],
  };
}
