import { randomUUID } from 'node:crypto';
import { userKey, type Bus, type Trace } from '@parley/bus';
import { deleteSession } from '@parley/conversation';
import type { Logger } from '@parley/logging';
import { subjects, type User } from '@parley/protocol';
import type { Store } from '@parley/store';
import type { Connected } from '../commands/Connected.ts';
import { sessionsOf } from './sessionsOf.ts';

/** How long writers of answers may take to stop, all of them together, in milliseconds. */
const STOP_MS = 1_000;

/** Who asks, when (milliseconds since 1970) and from which address. */
export interface Asked {
  readonly user: User;
  readonly at: number;
  readonly where: string | undefined;
  readonly trace: Trace;
}

/** What is told of a session that is no more: enough of it to find its sockets and the writer of its answer. */
interface Ending extends Pick<ReturnType<typeof deleteSession>, 'frames'> {
  readonly id: string;
  readonly answering: string | undefined;
}

/** What it works with. */
export interface Erasing {
  readonly store: Pick<Store, 'sessions' | 'users'>;
  readonly line: Pick<Connected, 'bus'>;
  readonly log: Logger;
}

/**
 * Has whoever writes an answer in one of them stop. Who doesn't hear finds its session gone within a second, and
 * keeps nothing of it.
 */
async function stopWriters(bus: Bus, endings: readonly Ending[], trace: Trace): Promise<void> {
  const stops = endings.flatMap(({ answering }) =>
    answering === undefined ? [] : [bus.request(subjects.stop(answering), {}, { timeoutMs: STOP_MS, trace })],
  );
  const failed = (await Promise.allSettled(stops)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/**
 * Tells the sockets that have it open, the lists on all others of its user, and the admin console. Without a fence, as it
 * counts whoever took the session meanwhile.
 */
function tell(bus: Bus, userId: string, { id: sessionId, frames }: Ending): void {
  for (const frame of frames) {
    bus.publishOut(sessionId, frame, { gone: true });
    bus.publishUser(userKey(userId), frame, { sessionId });
  }
  bus.publishFleetSession({ kind: 'removed', sessionId });
}

/**
 * Erases all that is kept of a user, whatever workers do; done when it resolves. What is being answered stops then, and
 * the sockets are told, as far as that can be done: who isn't told hears that a session is gone when they use it. Can be
 * repeated, whatever became of it.
 * @throws ParleyError service/unavailable: it may be done in part, and is completed without being asked again
 */
export async function eraseAccount(
  { store, line: { bus }, log }: Erasing,
  { user, at, where, trace }: Asked,
): Promise<void> {
  const endings: Ending[] = [];
  for await (const session of sessionsOf(store, user.id)) {
    const { frames } = deleteSession(session, session.id, 'deleted', at);
    endings.push({ id: session.id, answering: session.answer?.messageId, frames });
  }
  await store.users.erase(user.id, { who: user.id, when: at, where, command: randomUUID() });
  const untold = (error: unknown): void =>
    log.warn('user.erasure_unheard', { userId: user.id, cause: error, traceId: trace });
  await stopWriters(bus, endings, trace).catch(untold);
  for (const ending of endings) tell(bus, user.id, ending);
  await bus.flush().catch(untold);
}
