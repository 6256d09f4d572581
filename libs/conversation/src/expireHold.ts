import { freeSession } from './freeSession.ts';
import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated, takeoverFrame } from './toWire.ts';

/** The hold ran out before `at`: the assistant has the session again. `undefined`: it didn't, or there is none. */
export function expireHold(session: SessionState, at: number): LifeChange | undefined {
  const { handling, admin, holdUntil = 0 } = session;
  if (handling !== 'human' || !admin || holdUntil > at) return undefined;
  const next = { ...freeSession(session, at), rev: session.rev + 1 };
  return {
    session: next,
    entries: [],
    frames: [takeoverFrame('takeover.ended', next, admin), sessionUpdated(next, true)],
  };
}
