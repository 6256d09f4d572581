import { userKey, type Bus, type Trace } from '@parley/bus';
import { deleteSession, type SessionState } from '@parley/conversation';
import { ParleyError, type User } from '@parley/protocol';
import type { Store } from '@parley/store';
import type { Connected } from '../commands/Connected.ts';
import { sessionsOf } from './sessionsOf.ts';

/** Who asks, when (milliseconds since 1970) and from which address. */
export interface Asked {
  readonly user: User;
  readonly at: number;
  readonly where: string | undefined;
  readonly trace: Trace;
}

/** What is told of a session that is no more: enough of it to find its sockets. */
type Ending = Pick<SessionState, 'id'> & Pick<ReturnType<typeof deleteSession>, 'frames'>;

/**
 * Tells the sockets that have it open, the lists on all others of its user, and the admin console. Without a fence, as it
 * counts whoever took the session meanwhile.
 */
function tell(bus: Bus, userId: string, { id: sessionId, frames }: Ending): void {
  for (const frame of frames) {
    bus.publishOut(sessionId, frame);
    bus.publishUser(userKey(userId), frame, { sessionId });
  }
  bus.publishFleetSession({ kind: 'removed', sessionId });
}

/** Somebody else removed the session in between, which is what was wanted. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ParleyError) || error.category !== 'not_found') throw error;
}

/**
 * Erases all that is kept of a user; done when it resolves. The audit log comes first: nothing is erased that it doesn't
 * know of. Sessions in which something is being answered are deleted as by their user, which stops that; all else goes at
 * once, its key first. Can be repeated, whatever became of it.
 * @throws ParleyError service/unavailable or service/timeout: it may be done in part
 */
export async function eraseAccount(
  store: Pick<Store, 'audit' | 'sessions' | 'users'>,
  { bus, commands }: Connected,
  { user, at, where, trace }: Asked,
): Promise<void> {
  await store.audit.append({ who: user.id, what: 'user.erased', target: user.id, when: at, where });
  const endings: Ending[] = [];
  for await (const session of sessionsOf(store, user.id)) {
    const { id } = session;
    if (session.answer || session.waiting.length > 0) {
      const frame = { type: 'session.delete', sessionId: id, reason: 'deleted' } as const;
      await commands.carryOut(frame, { user, from: where }, trace).catch(unlessGone);
    } else endings.push({ id, frames: deleteSession(session, id, 'deleted', at).frames });
  }
  await store.users.erase(user.id);
  for (const ending of endings) tell(bus, user.id, ending);
  await bus.flush();
}
