import { userKey, type Bus } from '@parley/bus';
import type { SessionState } from '@parley/conversation';

/** Tells the sockets of a session that is gone, and the lists of its user, once more that it is. */
export function tellGone(
  bus: Bus,
  sessionId: string,
  userId: string,
  reason: NonNullable<SessionState['removed']>,
): void {
  const frame = { type: 'session.ended', sessionId, reason } as const;
  bus.publishOut(sessionId, frame, { gone: true });
  bus.publishUser(userKey(userId), frame, { sessionId });
}
