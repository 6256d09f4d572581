import { holds } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import type { RunningAnswer } from './RunningAnswer.ts';

/** Time between two checkpoints, in milliseconds. */
const EVERY_MS = 1_000;

/**
 * Once a second: look whether the answer is still ours and wanted, and only then tell the queue that we are at it; keep
 * its text and its writer. An outage of the database keeps us quiet, so that the queue may give the turn to somebody else.
 */
export function keepLease(
  { store, log }: Deps,
  sessionId: string,
  running: RunningAnswer,
  working: () => void,
): () => void {
  const { answer, deltas } = running;
  const check = async (): Promise<void> => {
    const loaded = await store.sessions.load(sessionId);
    if (!loaded || !holds(loaded.state, answer)) return running.breakOff('lost');
    if (loaded.state.answer?.stop !== undefined) return running.breakOff('stopped');
    running.session = loaded;
    working();
    const { messageId, attempt } = answer;
    const { model, fallbackFor } = running.writer ?? {};
    const by = fallbackFor !== undefined && { model, fallbackFor };
    const kept = await store.entries.checkpoint(loaded, { messageId, attempt, text: deltas.text, ...by });
    if (!kept) running.breakOff('lost');
  };
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const next = (): void => {
    timer = setTimeout(() => {
      check()
        .catch((error: unknown) =>
          log.warn('checkpoint.failed', { sessionId, messageId: answer.messageId, cause: error }),
        )
        .finally(() => {
          if (!ended) next();
        });
    }, EVERY_MS);
  };
  next();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
