import type { Session } from '@parley/protocol';
import type { TimelineState } from './timelineState.ts';

/** Changes the session, unless it is known in a state that has this change already. */
export function withSession(
  state: TimelineState,
  rev: number | undefined,
  change: (session: Session) => Session,
): TimelineState {
  const { session } = state;
  return session && (rev ?? session.rev) >= session.rev ? { ...state, session: change(session) } : state;
}

/** The session in the hands of the assistant, or of an admin: either way its call for a human is over. */
export const handledBy = (handling: 'ai' | 'human', admin?: Session['admin']) => (session: Session) => {
  const { admin: _admin, help: _help, ...rest } = session;
  return { ...rest, handling, ...(admin ? { admin, adminAssisted: true } : {}) };
};
