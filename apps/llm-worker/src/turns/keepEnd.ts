import { setTimeout as wait } from 'node:timers/promises';
import { endAnswer, type Answer, type AnswerEnd } from '@parley/conversation';
import { StoreUnavailable } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { announceNow } from '../people/announceNow.ts';
import { callIfMarked } from '../people/callIfMarked.ts';

/** How long an outage of the database is waited out with a finished answer in hand, in milliseconds. */
const PATIENCE_MS = 30_000;
const AGAIN_MS = 250;

/** What the ledger has of the calls for an answer, and of all in its session. */
export async function sumsOf(
  { calls }: Deps['store'],
  sessionId: string,
  messageId: string,
): Promise<Pick<AnswerEnd, 'usage' | 'sessionUsage'>> {
  const usage = await calls.usageOf(sessionId, messageId);
  const sessionUsage = await calls.usageOf(sessionId);
  return { ...(usage.totalTokens > 0 && { usage }), sessionUsage };
}

/**
 * Ends the answer in the session and tells so; where a marker says so, the assistant calls a human with it. `false`:
 * another writer has it now, or will have.
 */
export async function keepEnd(
  deps: Deps,
  sessionId: string,
  answer: Answer,
  end: AnswerEnd,
): Promise<boolean> {
  const giveUpAt = deps.now() + PATIENCE_MS;
  for (;;) {
    try {
      const { messageId: id } = answer;
      const told = { ...end, ...(await sumsOf(deps.store, sessionId, id)) };
      const changed = await changeSession(deps, sessionId, (session) => {
        const ended = endAnswer(session, answer, told);
        return ended && callIfMarked(deps, ended, { id, at: end.endedAt, text: end.text });
      });
      if (changed?.session.help?.id === id) await announceNow(deps, changed.session);
      return changed?.change !== undefined;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      deps.log.warn('answer.end_delayed', { sessionId, messageId: answer.messageId, cause: error });
      if (deps.now() > giveUpAt) return false;
      await wait(AGAIN_MS);
    }
  }
}
