import { opensAt, type HelpQueue } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import { medianWait } from './medianWait.ts';

/** How long a call of a session, made at `requestedAt`, may have to wait; before it is stored, and after it. */
export async function queueFor(
  { store, hours, now }: Deps,
  sessionId: string,
  requestedAt: number,
): Promise<HelpQueue> {
  const [waiting, waitMs] = await Promise.all([store.sessions.waitingForHelp(), medianWait(store)]);
  const place = waiting.findIndex(({ id }) => id === sessionId);
  const before = waiting.filter((other) => other.requestedAt <= requestedAt).length;
  return {
    position: 1 + (place >= 0 ? place : before),
    waitMs,
    opensAt: hours && opensAt(hours, now()),
  };
}
