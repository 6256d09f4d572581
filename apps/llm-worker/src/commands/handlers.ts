import type { Command } from '@parley/protocol';
import { adminAcknowledge } from './adminAcknowledge.ts';
import { adminNote } from './adminNote.ts';
import { adminRelease } from './adminRelease.ts';
import { adminTakeover } from './adminTakeover.ts';
import type { CommandHandler, FrameOf, ServedType } from './commandHandler.ts';
import { helpCancel } from './helpCancel.ts';
import { helpRequest } from './helpRequest.ts';
import { holdExpire } from './holdExpire.ts';
import { messageContinue } from './messageContinue.ts';
import { messageEdit } from './messageEdit.ts';
import { messageFeedback } from './messageFeedback.ts';
import { messageRegenerate } from './messageRegenerate.ts';
import { messageSend } from './messageSend.ts';
import { messageStop } from './messageStop.ts';
import { modelSelect } from './modelSelect.ts';
import { sessionArchive } from './sessionArchive.ts';
import { sessionDelete } from './sessionDelete.ts';
import { sessionRename } from './sessionRename.ts';

/** Every command that is served; another one has no way into the queue. */
const HANDLERS: { readonly [T in ServedType]: CommandHandler<T> } = {
  'message.send': messageSend,
  'message.stop': messageStop,
  'message.regenerate': messageRegenerate,
  'message.continue': messageContinue,
  'message.edit': messageEdit,
  'message.feedback': messageFeedback,
  'model.select': modelSelect,
  'help.request': helpRequest,
  'help.cancel': helpCancel,
  'admin.takeover': adminTakeover,
  'admin.release': adminRelease,
  'admin.acknowledge': adminAcknowledge,
  'admin.note': adminNote,
  'hold.expire': holdExpire,
  'session.rename': sessionRename,
  'session.archive': sessionArchive,
  'session.delete': sessionDelete,
};

/** A command whose frame is one of those that are served. */
export type ServedCommand = Command & { readonly frame: FrameOf<ServedType> };

/** Whether it is one of them. */
export const isServed = (command: Command): command is ServedCommand =>
  Object.hasOwn(HANDLERS, command.frame.type);

/** The handler of a frame's type; the table above gives each type its own. */
export const handlerFor = ({ type }: ServedCommand['frame']) => HANDLERS[type] as CommandHandler<ServedType>;
