import { rateAnswer } from '@parley/conversation';
import { announceNow } from '../people/announceNow.ts';
import { callIfMarked } from '../people/callIfMarked.ts';
import type { CommandHandler } from './commandHandler.ts';

/** The user says what they think of an answer. */
export const messageFeedback: CommandHandler<'message.feedback'> = {
  async decide(session, frame, { acceptedAt: at }, deps) {
    const answer = await deps.store.entries.get(session.id, frame.messageId);
    return callIfMarked(deps, rateAnswer(session, frame, answer), { id: frame.id, at });
  },

  async follow(session, { id }, deps) {
    if (session.help?.id === id) await announceNow(deps, session);
  },
};
