import { setTimeout as wait } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { stopWriter } from './stopWriter.ts';

/** How long a writer that has stopped may take to keep the end of its answer, in milliseconds. */
const END_MS = 500;
const LOOK_AGAIN_MS = 10;

/** Has the writer of an answer stop, and waits a little for it to end its answer by itself. */
export async function stopAndWait(
  deps: Deps,
  sessionId: string,
  messageId: string,
  trace: string,
): Promise<void> {
  if (!(await stopWriter(deps, sessionId, messageId, trace))) return;
  const giveUpAt = performance.now() + END_MS;
  while (performance.now() < giveUpAt) {
    const session = (await deps.store.sessions.load(sessionId))?.state;
    if (session?.answer?.messageId !== messageId) return;
    await wait(LOOK_AGAIN_MS);
  }
}
