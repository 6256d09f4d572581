import { userKey, type Bus } from '@parley/bus';
import type { LifeChange } from '@parley/conversation';
import type { ServerFrame } from '@parley/protocol';

/** What a list of sessions shows. */
const LISTED = new Set<ServerFrame['type']>(['session.updated', 'session.deactivated', 'session.ended']);

/** Sends what a change tells to the sockets of its session, and what lists show of it to all of its user's. */
export function tell(bus: Bus, { session, frames }: LifeChange): void {
  const { id: sessionId, userId, fence } = session;
  for (const frame of frames) {
    bus.publishOut(sessionId, frame, { fence });
    if (LISTED.has(frame.type)) bus.publishUser(userKey(userId), frame, { sessionId });
  }
}
