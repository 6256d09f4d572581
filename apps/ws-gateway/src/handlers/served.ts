import type { ClientFrameOf, ClientFrameType } from '@parley/protocol';
import type { Handler } from './Handler.ts';
import { openSession } from './openSession.ts';
import { queueCommand } from './queueCommand.ts';
import { queueForAdmin } from './queueForAdmin.ts';
import { queueHelp } from './queueHelp.ts';
import { queueQuestion } from './queueQuestion.ts';
import { refreshToken } from './refreshToken.ts';
import { sendMessage } from './sendMessage.ts';
import { suggestReply } from './suggestReply.ts';
import { tellTyping } from './tellTyping.ts';
import { unwatchSession } from './unwatchSession.ts';
import { watchSession } from './watchSession.ts';

/** Every frame, and what serves it. */
export const served: { readonly [T in ClientFrameType]: Handler<ClientFrameOf<T>> } = {
  'session.open': openSession,
  'message.send': sendMessage,
  'message.stop': queueCommand,
  'message.regenerate': queueQuestion,
  'message.continue': queueQuestion,
  'message.edit': queueQuestion,
  'message.feedback': queueCommand,
  'model.select': queueCommand,
  'help.request': queueHelp,
  'help.cancel': queueHelp,
  'admin.takeover': queueForAdmin,
  'admin.release': queueForAdmin,
  'admin.acknowledge': queueForAdmin,
  'admin.note': queueForAdmin,
  'admin.watch': watchSession,
  'admin.unwatch': unwatchSession,
  'admin.suggest': suggestReply,
  'auth.refresh': refreshToken,
  typing: tellTyping,
  ping: (connection, { id }) => connection.send({ type: 'pong', ref: id }),
};
