import { randomUUID } from 'node:crypto';
import type { Connection } from '../connection/Connection.ts';
import { endWatch } from './endWatch.ts';
import type { SessionServices } from './SessionServices.ts';

type Leaving = Pick<SessionServices, 'bus' | 'channels' | 'log' | 'now'>;

/**
 * Takes a socket out of all its sessions, and tells of those that no other socket of its user has open here. That is
 * told once and may be lost: whoever waits for the end of a session looks for its sockets. An admin's socket doesn't
 * hold what it watches, or what is somebody else's, so that is left without a word.
 */
export function leaveSessions(connection: Connection, services: Leaving): void {
  const { bus, channels, log, now } = services;
  const { user, sessions } = connection;
  for (const member of sessions?.values() ?? []) {
    const { channel, open } = member;
    if (member.watching) endWatch(member, services, 'closed');
    channels.leave(member);
    if (open !== 'own' || channel.isOpenFor(user.id) || bus.status !== 'connected') continue;
    const frame = { type: 'session.left' as const, id: randomUUID(), sessionId: channel.sessionId };
    bus
      .publishCommand({ frame, user, acceptedAt: now() })
      .catch((error: unknown) =>
        log.warn('session.left_untold', { ...connection.about, sessionId: channel.sessionId, cause: error }),
      );
  }
}
