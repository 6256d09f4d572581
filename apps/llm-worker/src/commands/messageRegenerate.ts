import { regenerateAnswer } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';

/** The user wants another answer: the old one is superseded, the new one queued. */
export const messageRegenerate: CommandHandler<'message.regenerate'> = {
  async decide(session, { id, messageId }, { acceptedAt }, { store }) {
    const answer = await store.entries.get(session.id, messageId);
    return regenerateAnswer(session, id, answer, acceptedAt);
  },

  async follow({ id: sessionId, waiting }, frame, { bus }, { trace }) {
    const next = waiting.find(({ replaces }) => replaces === frame.messageId);
    if (!next) return;
    const turn = { sessionId, messageId: next.messageId };
    await bus.publishTurn(turn, { msgId: `${sessionId}.${frame.id}`, trace });
  },
};
