import { setTimeout as wait } from 'node:timers/promises';
import { fromBytes } from '@parley/bus';
import { Stopped, subjects } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** How long the writer of an answer may take to stop, in milliseconds. */
const STOP_MS = 1_000;
/** A writer that has just taken the lease hears a moment later. */
const TRIES = 10;
const AGAIN_MS = 20;

/**
 * Has the writer of an answer stop, wherever it is; when this resolves, its call is broken off and it sends no more
 * than it says it did. Nobody may hear (`undefined`): who is dead is succeeded by somebody who sees what the session says, who is deaf sees it
 * within a second.
 */
export async function stopWriter(
  { bus, log }: Pick<Deps, 'bus' | 'log'>,
  sessionId: string,
  messageId: string,
  trace: string,
): Promise<Stopped | undefined> {
  try {
    for (let tried = 1; tried <= TRIES; tried++) {
      const reply = await bus.request(subjects.stop(messageId), {}, { timeoutMs: STOP_MS, trace });
      if (reply.kind === 'answer') return fromBytes(Stopped, reply.payload);
      await wait(AGAIN_MS);
    }
  } catch (error) {
    log.warn('answer.stop_unheard', { sessionId, messageId, cause: error, traceId: trace });
  }
  return undefined;
}
