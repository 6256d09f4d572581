import { regenerateAnswer } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';
import { queueNewVersion } from './queueNewVersion.ts';

/** The user wants another answer: the old one is superseded, the new one queued. */
export const messageRegenerate: CommandHandler<'message.regenerate'> = {
  async decide(session, { id, messageId }, { acceptedAt }, { store }) {
    const answer = await store.entries.get(session.id, messageId);
    return regenerateAnswer(session, id, answer, acceptedAt);
  },
  follow: queueNewVersion,
};
