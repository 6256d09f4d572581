import { ParleyError } from '@parley/protocol';
import type { Handler } from './Handler.ts';
import { ownMemberOf } from './memberOf.ts';
import { queueCommand, type Queued } from './queueCommand.ts';
import { unavailable } from './unavailable.ts';

/**
 * A call for help, or its withdrawal: each may have somebody notified, and whoever calls again and again would use up
 * what may be sent to admins for everybody.
 */
export const queueHelp: Handler<Queued> = (connection, frame, services, trace) => {
  const { bus, limits, elapsed } = services;
  ownMemberOf(connection, frame.sessionId);
  if (bus.status !== 'connected') throw unavailable();
  const retryAfterMs = limits.help.take(connection.user.id, elapsed());
  if (retryAfterMs > 0)
    throw new ParleyError('rate_limit', 'messages', 'Too many calls for help.', { retryAfterMs });
  return queueCommand(connection, frame, services, trace);
};
