import { isAdmin } from '@parley/protocol';
import { sayAsAdmin, sendMessage } from '@parley/conversation';
import { announceNow } from '../people/announceNow.ts';
import { callIfMarked } from '../people/callIfMarked.ts';
import { tellReply } from '../people/tellReply.ts';
import type { CommandHandler } from './commandHandler.ts';

/** A user says something: it is kept, and an answer is queued. Or the admin says something who has the session. */
export const messageSend: CommandHandler<'message.send'> = {
  foreign: isAdmin,
  decide(session, frame, { user, acceptedAt: at }, deps) {
    if (session.userId !== user.id) return sayAsAdmin(session, frame, user, at);
    const { id, text = '' } = frame;
    return callIfMarked(deps, sendMessage(session, frame, user, at), { id, at, text });
  },

  async follow(session, { id: messageId, sessionId }, deps, { trace, command, outcome }) {
    if (session.userId !== command.user.id) return outcome.ok ? tellReply(deps, session) : undefined;
    if (session.waiting.some((waiting) => waiting.messageId === messageId))
      await deps.bus.publishTurn({ sessionId, messageId }, { msgId: `${sessionId}.${messageId}`, trace });
    if (session.help?.id === messageId) await announceNow(deps, session);
  },
};
