import type { CommandFrame } from '@parley/protocol';
import type { Handler } from './Handler.ts';
import { memberOf } from './memberOf.ts';

/** Frames that are answered by the outcome of a command. */
export type Queued = Exclude<CommandFrame, { type: 'message.send' }>;

/** Any other command: answered by its outcome, which comes from whoever carries it out. */
export const queueCommand: Handler<Queued> = async (connection, frame, services, trace) => {
  const { bus, now, outcomes } = services;
  memberOf(connection, frame.sessionId);
  const { replyTo, forget } = outcomes.expect(connection, frame.id);
  try {
    await bus.publishCommand({ frame, user: connection.user, acceptedAt: now(), replyTo }, { trace });
  } catch (error) {
    forget();
    throw error;
  }
};
