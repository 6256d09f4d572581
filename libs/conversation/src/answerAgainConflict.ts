import { ParleyError } from '@parley/protocol';
import type { SessionState } from './state.ts';

/** Why nothing can be answered anew at the moment; `undefined`: it can. */
export function answerAgainConflict(session: SessionState): ParleyError | undefined {
  if (session.answer !== undefined || session.waiting.length > 0)
    return new ParleyError('conflict', 'answer_in_progress', 'sessionId: an answer is being written in it.');
  if (session.handling === 'human')
    return new ParleyError('conflict', 'human_in_charge', 'sessionId: a human answers in it at the moment.');
  return undefined;
}
