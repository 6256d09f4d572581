import { userKey, type Bus } from '@parley/bus';
import { toSession, type LifeChange, type SessionState } from '@parley/conversation';
import type { ServerFrame } from '@parley/protocol';
import { outHeaders } from './outHeaders.ts';
import { tellGone } from './tellGone.ts';

/** What a list of sessions shows. */
const LISTED = new Set<ServerFrame['type']>(['session.updated', 'session.deactivated', 'session.ended']);

/**
 * Sends what a change tells to the sockets of its session, what lists show of it to all of its user's, and the session
 * as it is now to the admin console.
 */
export function tell(bus: Bus, { session, frames }: LifeChange): void {
  const { id: sessionId, userId } = session;
  const headers = outHeaders(session);
  for (const frame of frames) {
    bus.publishOut(sessionId, frame, headers);
    if (LISTED.has(frame.type)) bus.publishUser(userKey(userId), frame, { sessionId });
  }
  if (frames.length > 0) bus.publishFleetSession({ kind: 'changed', session: toSession(session) });
}

/**
 * What of a change was told isn't known: the sockets ask for what they lack, the console is shown the session as it is.
 * Of one that is about to be removed the end is told again, which nothing may follow.
 */
export function tellAnew(bus: Bus, session: SessionState): void {
  const { id: sessionId, userId, removed } = session;
  if (removed) return tellGone(bus, sessionId, userId, removed);
  bus.publishOut(sessionId, { type: 'resync', sessionId }, outHeaders(session));
  bus.publishFleetSession({ kind: 'changed', session: toSession(session) });
}
