import type { SessionState } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import { keepEnd } from './keepEnd.ts';
import { keptSoFar } from './keptSoFar.ts';

/** How long a session with something unanswered may go without a change before it is looked at, in milliseconds. */
const STUCK_AFTER_MS = 30_000;
/** Time between two looks. */
const EVERY_MS = 10_000;
const AT_ONCE = 100;

/** Frees the lease of a turn that is gone from the queue: nobody will come to end its answer. */
async function free(deps: Deps, { id, answer }: SessionState): Promise<void> {
  if (!answer || (await deps.bus.turnQueued(answer.turn))) return;
  const kept = await keptSoFar(deps.store, id, answer);
  await keepEnd(deps, id, answer, { ...kept, status: 'interrupted', endedAt: deps.now() });
  deps.log.warn('answer.freed', { sessionId: id, messageId: answer.messageId });
}

/** Has a turn queued for the oldest unanswered message; one too many finds nothing to do. */
async function queueAgain({ bus }: Deps, { id, waiting }: SessionState, at: number): Promise<void> {
  const [next] = waiting;
  if (!next) return;
  await bus.publishTurn(
    { sessionId: id, messageId: next.messageId },
    { msgId: `${id}.${next.messageId}.${at}` },
  );
}

/**
 * Looks for sessions whose queue lost what would have gone on with them (a queue restored from a backup, say): an answer
 * whose turn is gone ends as `interrupted`, a message without a turn gets one.
 */
export async function sweepOnce(deps: Deps): Promise<void> {
  const now = deps.now();
  for (const session of await deps.store.sessions.stuck(now - STUCK_AFTER_MS, AT_ONCE)) {
    await free(deps, session);
    await queueAgain(deps, session, Math.floor(now / STUCK_AFTER_MS));
  }
}

/** Sweeps until told to stop. */
export function startSweep(deps: Deps): () => void {
  const timer = setInterval(() => {
    sweepOnce(deps).catch((error: unknown) => deps.log.warn('sweep.failed', { cause: error }));
  }, EVERY_MS);
  return () => clearInterval(timer);
}
