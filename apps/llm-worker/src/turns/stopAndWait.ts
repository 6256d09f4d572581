import { setTimeout as wait } from 'node:timers/promises';
import type { Stopped } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { stopWriter } from './stopWriter.ts';

/** How long a writer may take to hear that it shall stop, and to keep the end of its answer; in milliseconds. */
const END_MS = 1_000;
const LOOK_AGAIN_MS = 10;

/**
 * Has the writer of an answer stop, and waits a little for it to end its answer by itself. Gives what it sent: whoever
 * finds the answer without an end then ends it with that.
 */
export async function stopAndWait(
  deps: Deps,
  sessionId: string,
  messageId: string,
  trace: string,
): Promise<Stopped | undefined> {
  const giveUpAt = performance.now() + END_MS;
  let said: Stopped | undefined;
  do {
    said ??= await stopWriter(deps, sessionId, messageId, trace);
    const session = (await deps.store.sessions.load(sessionId))?.state;
    if (session?.answer?.messageId !== messageId) break;
    await wait(LOOK_AGAIN_MS);
  } while (performance.now() < giveUpAt);
  return said;
}
