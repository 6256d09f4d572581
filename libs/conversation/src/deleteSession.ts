import { remember, type Change } from './change.ts';
import { freeSession } from './freeSession.ts';
import type { SessionState } from './state.ts';

/**
 * A session is about to be removed with all that was said in it: it is over for everybody, nobody may write into it any
 * more, no human has it or is called, and nothing of it is to be answered.
 */
export function deleteSession(
  session: SessionState,
  commandId: string,
  reason: NonNullable<SessionState['removed']>,
  at: number,
): Change {
  const { answer: _answer, presentUntil: _presentUntil, ...free } = freeSession(session, at);
  const ended: SessionState = {
    ...remember(free, commandId),
    state: 'ended',
    endedAt: session.endedAt ?? at,
    removed: reason,
    waiting: [],
    rev: session.rev + 1,
  };
  return {
    session: ended,
    entries: [],
    frames: [{ type: 'session.ended', sessionId: ended.id, rev: ended.rev, reason }],
    outcome: { ok: true },
  };
}
