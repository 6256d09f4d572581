import { endAnswer, startAnswer } from '@parley/conversation';
import type { Store } from '../../src/index.ts';

/**
 * One delivery of a turn, the way a worker does it: takes the oldest unanswered message, writes, keeps a checkpoint,
 * ends. `false`: there is nothing to answer, or another writer has it.
 */
export async function answerOnce(
  store: Store,
  sessionId: string,
  turn: number,
  delivery: number,
): Promise<boolean> {
  const begun = await store.sessions.change(sessionId, (state) => {
    const start = startAnswer(state, { turn, delivery }, Date.now());
    return { change: 'change' in start ? start.change : undefined, result: start };
  });
  // Whoever waits for this answer would wait for ever.
  if (begun?.result.kind === 'finish') throw new Error('more crashes than an answer has attempts');
  if (begun?.result.kind !== 'write') return false;
  const { answer } = begun.result;
  const { messageId, attempt, replyTo } = answer;
  if (!(await store.entries.checkpoint(begun.loaded, { messageId, attempt, text: 'half' }))) return false;
  const ended = await store.sessions.change(sessionId, (state) => {
    const end = { status: 'complete', text: `answer to ${replyTo}`, endedAt: Date.now() } as const;
    const change = endAnswer(state, answer, end);
    return { change, result: change !== undefined };
  });
  return ended?.result === true;
}
