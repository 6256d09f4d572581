import { stopAnswer } from '@parley/conversation';
import { subjects } from '@parley/protocol';
import type { CommandHandler } from './commandHandler.ts';

/** How long the writer of an answer may take to stop, in milliseconds. */
const STOP_MS = 1_000;

/**
 * The user stops an answer. The flag on the session makes it certain; the request to the writer makes it fast, and may
 * fail: a writer that missed it sees the flag within a second, and so does whoever takes over from a dead one.
 */
export const messageStop: CommandHandler<'message.stop'> = {
  async decide(session, { id, messageId }, _command, { store }) {
    const writing = session.answer?.messageId === messageId;
    const entry = writing ? undefined : await store.entries.get(session.id, messageId);
    return stopAnswer(session, id, messageId, entry?.sender === 'assistant');
  },

  async follow(session, { messageId }, { bus, log }, trace) {
    if (session.answer?.messageId !== messageId) return;
    try {
      await bus.request(subjects.stop(messageId), {}, { timeoutMs: STOP_MS, trace });
    } catch (error) {
      log.warn('answer.stop_unheard', { sessionId: session.id, messageId, cause: error, traceId: trace });
    }
  },
};
