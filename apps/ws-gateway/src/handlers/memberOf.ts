import { ParleyError } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import type { Member } from '../sessions/Member.ts';

/**
 * The session as this socket has it open, be it somebody else's; it is now the one used last.
 * @throws ParleyError conflict/not_open; not_found/session of one that was removed while it was open
 */
export function memberOf({ sessions }: Connection, sessionId: string): Member {
  const member = sessions?.get(sessionId);
  if (!sessions || !member || member.open === 'no') throw notOpen('a session');
  if (member.open === 'gone')
    throw new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
  sessions.delete(sessionId);
  sessions.set(sessionId, member);
  return member;
}

/**
 * The session as this socket has it open, of its own user.
 * @throws ParleyError as `memberOf`
 */
export function ownMemberOf(connection: Connection, sessionId: string): Member {
  const member = memberOf(connection, sessionId);
  if (member.open !== 'own') throw notOpen('an own session');
  return member;
}

const notOpen = (which: string): ParleyError<'conflict'> =>
  new ParleyError('conflict', 'not_open', `sessionId: must be ${which} that this socket has opened.`);
