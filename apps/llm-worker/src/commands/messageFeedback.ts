import { rateAnswer } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';

/** The user says what they think of an answer. */
export const messageFeedback: CommandHandler<'message.feedback'> = {
  decide: async (session, frame, _command, { store }) =>
    rateAnswer(session, frame, await store.entries.get(session.id, frame.messageId)),
};
