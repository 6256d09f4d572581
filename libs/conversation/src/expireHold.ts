import { remember, type Change } from './change.ts';
import { freeSession } from './freeSession.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated, takeoverFrame } from './toWire.ts';

/**
 * The hold of the fence `fence` ran out before `at`: the assistant has the session again. One that was renewed, or that
 * is over, leaves it as it is. `isLost`: its admin is none any more, so it ends whether it was renewed or not.
 */
export function expireHold(
  session: SessionState,
  commandId: string,
  fence: number,
  at: number,
  isLost = false,
): Change {
  const { handling, admin, holdUntil = 0 } = session;
  const known = remember(session, commandId);
  const outcome = { ok: true } as const;
  if (handling !== 'human' || !admin || session.fence !== fence || (holdUntil > at && !isLost))
    return { session: known, entries: [], frames: [], outcome };
  const next = { ...freeSession(known, at, commandId), rev: session.rev + 1 };
  return {
    session: next,
    entries: [],
    frames: [takeoverFrame('takeover.ended', next, admin), sessionUpdated(next, true)],
    outcome,
  };
}
