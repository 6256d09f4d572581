import { setTimeout as wait } from 'node:timers/promises';
import { endAnswer, type Answer, type AnswerEnd, type SessionState } from '@parley/conversation';
import { StoreUnavailable, type Loaded } from '@parley/store';
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
  { messageId, startedAt }: Pick<Answer, 'messageId' | 'startedAt'>,
): Promise<Pick<AnswerEnd, 'usage' | 'sessionUsage'>> {
  const { answer: usage, session } = await calls.usageOfAnswer({ sessionId, messageId, startedAt });
  return { ...(usage.totalTokens > 0 && { usage }), sessionUsage: session };
}

/**
 * Ends the answer in the session and tells so; where a marker says so, the assistant calls a human with it. Gives the
 * session as that left it; `undefined`: another writer has it now, or will have. `known`: the session as it was when the
 * answer was last known to be written.
 */
export async function keepEnd(
  deps: Deps,
  sessionId: string,
  answer: Answer,
  end: AnswerEnd,
  known?: Loaded,
): Promise<SessionState | undefined> {
  const giveUpAt = deps.now() + PATIENCE_MS;
  for (let from = known; ; from = undefined) {
    try {
      const { messageId: id } = answer;
      const told = { ...end, ...(await sumsOf(deps.store, sessionId, answer)) };
      const rule = (session: SessionState) => {
        const ended = endAnswer(session, answer, told);
        return ended && callIfMarked(deps, ended, { id, at: end.endedAt, text: end.text });
      };
      const changed = await changeSession(deps, sessionId, rule, from);
      if (changed?.session.help?.id === id) await announceNow(deps, changed.session);
      return changed?.change && changed.session;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      deps.log.warn('answer.end_delayed', { sessionId, messageId: answer.messageId, cause: error });
      if (deps.now() > giveUpAt) return undefined;
      await wait(AGAIN_MS);
    }
  }
}
