import type { Handler } from './Handler.ts';
import { ownMemberOf } from './memberOf.ts';
import { queueCommand, type Queued } from './queueCommand.ts';
import { takeMessage } from './takeMessage.ts';

/** A command that has a model answer: it counts as a message. */
export const queueQuestion: Handler<Queued> = (connection, frame, services, trace) => {
  ownMemberOf(connection, frame.sessionId);
  takeMessage(connection, services);
  return queueCommand(connection, frame, services, trace);
};
