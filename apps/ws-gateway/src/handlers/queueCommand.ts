import type { CommandFrame } from '@parley/protocol';
import type { Handler } from './Handler.ts';
import { ownMemberOf } from './memberOf.ts';
import { queue } from './queue.ts';

/** Frames of a user that are answered by the outcome of a command. */
export type Queued = Exclude<CommandFrame, { type: 'message.send' | `admin.${string}` }>;

/** Any other command of a user. */
export const queueCommand: Handler<Queued> = async (connection, frame, services, trace) => {
  ownMemberOf(connection, frame.sessionId);
  await queue(connection, frame, services, trace);
};
