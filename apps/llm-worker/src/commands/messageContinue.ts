import { continueAnswer } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';
import { queueNewVersion } from './queueNewVersion.ts';

/** The user wants an answer that was broken off to go on: its next version begins with what it has. */
export const messageContinue: CommandHandler<'message.continue'> = {
  async decide(session, { id, messageId }, { acceptedAt }, { store }) {
    const answer = await store.entries.get(session.id, messageId);
    return continueAnswer(session, id, answer, acceptedAt);
  },
  follow: queueNewVersion,
};
