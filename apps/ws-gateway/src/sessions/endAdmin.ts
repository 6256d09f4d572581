import { ParleyError } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { endWatch } from './endWatch.ts';
import type { SessionServices } from './SessionServices.ts';

/**
 * Takes from a socket what only admins have, and says so: the sessions that it watches, and those of others that it has
 * open.
 */
export function endAdmin(connection: Connection, services: Pick<SessionServices, 'channels' | 'log'>): void {
  let ended = 0;
  for (const member of connection.sessions?.values() ?? []) {
    if (!member.watching && member.open !== 'foreign') continue;
    ended++;
    if (member.open === 'foreign') member.open = 'no';
    if (member.watching) endWatch(member, services, 'role');
    else services.channels.leave(member);
  }
  if (ended === 0) return;
  const message = 'The role admin or supervisor is required: sessions of others are closed here.';
  connection.refuse(undefined, new ParleyError('permission', 'role_required', message));
}
