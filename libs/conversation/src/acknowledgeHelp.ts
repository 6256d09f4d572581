import { isAdmin, ParleyError, type User } from '@parley/protocol';
import { refuse, remember, type Change } from './change.ts';
import { adminOf, roleRequired } from './roles.ts';
import type { SessionState } from './state.ts';
import { isOnIt } from './taken.ts';
import { helpUpdated, sessionUpdated } from './toWire.ts';

/** An admin is on it: no further round of the escalation goes out. The call stays until somebody takes the session. */
export function acknowledgeHelp(session: SessionState, commandId: string, user: User): Change {
  if (!isAdmin(user)) return refuse(session, commandId, roleRequired('admin'));
  const { help } = session;
  if (!help) {
    const words = 'sessionId: nobody calls for a human in it.';
    return refuse(session, commandId, new ParleyError('conflict', 'already_ended', words));
  }
  const { acknowledgedBy, nextRoundAt: _nextRoundAt, ...call } = help;
  if (acknowledgedBy && acknowledgedBy.id !== user.id)
    return refuse(session, commandId, isOnIt(acknowledgedBy.name));
  const known = remember(session, commandId);
  const outcome = { ok: true } as const;
  if (acknowledgedBy) return { session: known, entries: [], frames: [], outcome };
  const next: SessionState = {
    ...known,
    help: { ...call, state: 'acknowledged', acknowledgedBy: adminOf(user) },
    rev: session.rev + 1,
  };
  const frames = [helpUpdated(next, 'acknowledged', { rev: next.rev }), sessionUpdated(next, true)];
  return { session: next, entries: [], frames, outcome };
}
