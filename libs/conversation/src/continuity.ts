import type { LifeChange } from './sessionLife.ts';
import { deactivateSession, endSession } from './sessionLife.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';

/**
 * Of the continuity window, how long a socket is taken to have a session open after it was last seen to. What its user
 * gets too much, at most, when a gateway dies and nobody tells of its sockets.
 */
const PRESENCE = 0.25;

/** Until when a socket that is there at `at` counts as having its session open. `windowMs`: the continuity window. */
export const presentUntil = (at: number, windowMs: number): number => at + Math.ceil(windowMs * PRESENCE);

/** Since when nothing happened in a session, and neither its user nor a human had it: from here its window counts. */
export const quietSince = ({ lastActivityAt, presentUntil = 0, freedAt = 0 }: SessionState): number =>
  Math.max(lastActivityAt, presentUntil, freedAt);

/** Whether its window is over at `at`: never while something in it is to be answered, or a human has it or was called. */
const isOver = (session: SessionState, at: number, windowMs: number): boolean =>
  at - quietSince(session) > windowMs &&
  session.handling === 'ai' &&
  session.answer === undefined &&
  session.waiting.length === 0;

/** Whether an active session's window is over, so that it ends unless a socket of its user has it open. */
export const isExpired = (session: SessionState, at: number, windowMs: number): boolean =>
  session.state === 'active' && isOver(session, at, windowMs);

/**
 * Whether an open without a session id at `at` goes on with this session, which its user made the active one at
 * `chosenAt`. It may not be active yet: whoever chose it is about to open it. `held`: a socket has it open.
 */
export const continues = (
  session: SessionState,
  at: number,
  windowMs: number,
  { chosenAt, held }: { chosenAt: number; held: boolean },
): boolean =>
  at - chosenAt <= windowMs || (session.state === 'active' && (held || !isOver(session, at, windowMs)));

/** Ends a session whose window is over, at the end of that window, whenever it is noticed. `undefined`: it isn't. */
export const expireSession = (session: SessionState, at: number, windowMs: number): LifeChange | undefined =>
  isExpired(session, at, windowMs)
    ? endSession(session, 'continuity', quietSince(session) + windowMs)
    : undefined;

/** Its user has another one now: it ended before that, when its window was over, or else is put away. */
export const putAwaySession = (
  session: SessionState,
  at: number,
  windowMs: number,
  held: boolean,
): LifeChange | undefined =>
  (held ? undefined : expireSession(session, at, windowMs)) ?? deactivateSession(session);

/** A socket of its user is seen to have it open. Nobody is told. `undefined`: that was known, or it isn't active. */
export function keepPresent(session: SessionState, until: number): LifeChange | undefined {
  if (session.state !== 'active' || (session.presentUntil ?? 0) >= until) return undefined;
  return { session: { ...session, presentUntil: until }, entries: [], frames: [] };
}

/** The last socket that had it open closed at `at`: activity, and the end of its presence. `undefined`: it isn't active. */
export function leaveSession(session: SessionState, at: number): LifeChange | undefined {
  if (session.state !== 'active') return undefined;
  const { presentUntil: _presentUntil, ...rest } = session;
  const left = { ...rest, lastActivityAt: Math.max(session.lastActivityAt, at) };
  return { session: left, entries: [], frames: [sessionUpdated(left, true)] };
}
