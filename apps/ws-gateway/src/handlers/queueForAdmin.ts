import type { CommandFrame } from '@parley/protocol';
import type { Handler } from './Handler.ts';
import { queue } from './queue.ts';
import { requireAdmin } from './requireAdmin.ts';

/** A command that needs the role, and no open session. */
export const queueForAdmin: Handler<Extract<CommandFrame, { type: `admin.${string}` }>> = async (
  connection,
  frame,
  services,
  trace,
) => {
  requireAdmin(connection);
  await queue(connection, frame, services, trace);
  const { type, sessionId } = frame;
  services.log.info('admin.command', { ...connection.about, type, sessionId, traceId: trace });
};
