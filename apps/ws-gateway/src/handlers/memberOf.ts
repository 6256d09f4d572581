import { ParleyError } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import type { Member } from '../sessions/Member.ts';

/**
 * The session as this socket has it open; it is now the one used last.
 * @throws ParleyError conflict/not_open
 */
export function memberOf({ sessions }: Connection, sessionId: string): Member {
  const member = sessions?.get(sessionId);
  if (!sessions || !member) {
    throw new ParleyError(
      'conflict',
      'not_open',
      'sessionId: must be a session that this socket has opened.',
    );
  }
  sessions.delete(sessionId);
  sessions.set(sessionId, member);
  return member;
}
