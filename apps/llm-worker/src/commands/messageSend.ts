import { sendMessage } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';

/** A user says something: it is kept, and an answer is queued. */
export const messageSend: CommandHandler<'message.send'> = {
  decide: (session, frame, { user, acceptedAt }) => sendMessage(session, frame, user, acceptedAt),

  async follow(session, { id: messageId, sessionId }, { bus }, { trace }) {
    if (!session.waiting.some((waiting) => waiting.messageId === messageId)) return;
    await bus.publishTurn({ sessionId, messageId }, { msgId: `${sessionId}.${messageId}`, trace });
  },
};
