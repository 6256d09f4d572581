import { randomUUID } from 'node:crypto';
import type { Connection } from '../connection/Connection.ts';
import type { Services } from '../handlers/Services.ts';

type Leaving = Pick<Services, 'bus' | 'channels' | 'log' | 'now'>;

/**
 * Takes a socket out of all its sessions, and tells of those that no other socket of its user has open here. That is
 * told once and may be lost: whoever waits for the end of a session looks for its sockets.
 */
export function leaveSessions(connection: Connection, { bus, channels, log, now }: Leaving): void {
  const { user, sessions } = connection;
  for (const member of sessions?.values() ?? []) {
    const { channel } = member;
    channels.leave(member);
    if (channel.isOpenFor(user.id) || bus.status !== 'connected') continue;
    const frame = { type: 'session.left' as const, id: randomUUID(), sessionId: channel.sessionId };
    bus
      .publishCommand({ frame, user, acceptedAt: now() })
      .catch((error: unknown) =>
        log.warn('session.left_untold', { ...connection.about, sessionId: channel.sessionId, cause: error }),
      );
  }
}
