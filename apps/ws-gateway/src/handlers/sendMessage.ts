import { ParleyError, type ClientFrameOf } from '@parley/protocol';
import type { Handler } from './Handler.ts';
import { memberOf } from './memberOf.ts';
import { queue } from './queue.ts';
import { requireAdmin } from './requireAdmin.ts';
import { takeMessage } from './takeMessage.ts';

/**
 * A user's message: acked as soon as the queue has it, since from then on it can't be lost. An admin's, in the session of
 * somebody else, is answered by its outcome: whether they hold the session is decided there.
 */
export const sendMessage: Handler<ClientFrameOf<'message.send'>> = async (
  connection,
  frame,
  services,
  trace,
) => {
  const { bus, log, now } = services;
  const { id: messageId, sessionId } = frame;
  const { open } = memberOf(connection, sessionId);
  refuseFiles(frame);
  takeMessage(connection, services);
  if (open === 'foreign') {
    requireAdmin(connection);
    await queue(connection, frame, services, trace);
    log.info('message.queued', { ...connection.about, sessionId, messageId, traceId: trace });
    return;
  }
  const command = { frame, user: connection.user, acceptedAt: now() };
  await bus.publishCommand(command, { msgId: `${sessionId}.${messageId}`, trace });
  connection.send({ type: 'ack', ref: messageId, sessionId, messageId });
  log.info('message.accepted', { ...connection.about, sessionId, messageId, traceId: trace });
};

/** Nothing takes files yet, so whichever is named isn't there. */
function refuseFiles({ attachments, voice }: ClientFrameOf<'message.send'>): void {
  const field = attachments?.length ? 'attachments' : voice && 'voice';
  if (field) throw new ParleyError('not_found', 'file', `${field}: there is no such file.`);
}
