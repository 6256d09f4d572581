import { stopAnswer } from '@parley/conversation';
import { stopWriter } from '../turns/stopWriter.ts';
import type { CommandHandler } from './commandHandler.ts';

/** The user stops an answer. The flag on the session makes it certain; the word to its writer makes it fast. */
export const messageStop: CommandHandler<'message.stop'> = {
  async decide(session, { id, messageId }, _command, { store }) {
    const writing = session.answer?.messageId === messageId;
    const entry = writing ? undefined : await store.entries.get(session.id, messageId);
    return stopAnswer(session, id, messageId, entry?.sender === 'assistant');
  },

  async follow(session, { messageId }, deps, { trace }) {
    if (session.answer?.messageId === messageId) await stopWriter(deps, session.id, messageId, trace);
  },
};
