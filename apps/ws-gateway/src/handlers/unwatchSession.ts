import type { ClientFrameOf } from '@parley/protocol';
import { endWatch } from '../sessions/endWatch.ts';
import type { Handler } from './Handler.ts';
import { requireAdmin } from './requireAdmin.ts';

/** Ends the watching of a session; one that isn't watched is left as it is. */
export const unwatchSession: Handler<ClientFrameOf<'admin.unwatch'>> = (
  connection,
  { id, sessionId },
  services,
) => {
  requireAdmin(connection);
  const member = connection.sessions?.get(sessionId);
  if (member?.watching) endWatch(member, services, 'unwatched');
  connection.send({ type: 'ack', ref: id, sessionId });
};
