import { endAnswer, startAnswer, type SessionState } from '@parley/conversation';
import type { Store } from '../../src/index.ts';

/**
 * One delivery of a turn, the way a worker does it: takes the oldest unanswered message, writes, keeps a checkpoint,
 * ends. A `quick` one ends before its first checkpoint. `false`: there is nothing to answer, or another writer has it.
 */
export async function answerOnce(
  store: Store,
  sessionId: string,
  turn: number,
  delivery: number,
  quick = false,
): Promise<boolean> {
  const begun = await store.sessions.change(sessionId, (state) => {
    const start = startAnswer(state, { turn, delivery }, Date.now());
    const { session, entries } = 'change' in start ? start.change : {};
    const change = session && entries && { session, entries, leavesEntries: quick };
    return { change, result: start };
  });
  // Whoever waits for this answer would wait for ever.
  if (begun?.result.kind === 'finish') throw new Error('more crashes than an answer has attempts');
  if (begun?.result.kind !== 'write') return false;
  const { answer } = begun.result;
  const { messageId, attempt, replyTo } = answer;
  const half = { messageId, attempt, text: 'half' };
  if (!quick && !(await store.entries.checkpoint(begun.loaded, half))) return false;
  const end = (state: SessionState) => {
    const how = { status: 'complete', text: `answer to ${replyTo}`, endedAt: Date.now() } as const;
    const change = endAnswer(state, answer, how);
    return { change, result: change !== undefined };
  };
  const ended = await store.sessions.change(sessionId, end, quick ? begun.loaded : undefined);
  return ended?.result === true;
}
