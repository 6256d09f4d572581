import type { ClientFrameOf, ClientFrameType } from '@parley/protocol';
import type { Handler } from './Handler.ts';
import { openSession } from './openSession.ts';
import { queueCommand } from './queueCommand.ts';
import { queueQuestion } from './queueQuestion.ts';
import { refreshToken } from './refreshToken.ts';
import { sendMessage } from './sendMessage.ts';
import { tellTyping } from './tellTyping.ts';

/** The frames that are served, and by what; any other type is answered `validation`/`unknown_type`. */
export const served: { readonly [T in ClientFrameType]?: Handler<ClientFrameOf<T>> } = {
  'session.open': openSession,
  'message.send': sendMessage,
  'message.stop': queueCommand,
  'message.regenerate': queueQuestion,
  'message.edit': queueQuestion,
  'message.feedback': queueCommand,
  'model.select': queueCommand,
  'auth.refresh': refreshToken,
  typing: tellTyping,
  ping: (connection, { id }) => connection.send({ type: 'pong', ref: id }),
};
