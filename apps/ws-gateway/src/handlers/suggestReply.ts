import { fromBytes } from '@parley/bus';
import { Draft, ParleyError, subjects, type ClientFrameOf } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { askerOf } from './askerOf.ts';
import type { Handler } from './Handler.ts';
import { requireAdmin } from './requireAdmin.ts';
import type { Services } from './Services.ts';
import { takeMessage } from './takeMessage.ts';
import { unavailable } from './unavailable.ts';

type Suggest = ClientFrameOf<'admin.suggest'>;

/** How long a model may take over a draft; a worker gives it up a little before. */
const TIMEOUT_MS = 35_000;

/** Connections that a draft is being written for. */
const drafting = new WeakSet<Connection>();

async function draft(
  connection: Connection,
  { id, sessionId }: Suggest,
  { bus, now }: Services,
  trace: string,
): Promise<void> {
  const request = { sessionId, ...askerOf(connection), at: now() };
  const reply = await bus.request(subjects.sessionSuggest, request, { timeoutMs: TIMEOUT_MS, trace });
  if (reply.kind !== 'answer') throw unavailable();
  // It may have been taken away while the model wrote.
  requireAdmin(connection);
  const { text } = fromBytes(Draft, reply.payload);
  connection.send({ type: 'ack', ref: id, sessionId, text });
}

/**
 * Has a model draft what an admin could say next; it counts as a message of theirs. One at a time for each socket, whose
 * other frames don't wait for it.
 */
export const suggestReply: Handler<Suggest> = (connection, frame, services, trace) => {
  requireAdmin(connection);
  if (drafting.has(connection))
    throw new ParleyError('rate_limit', 'frames', 'A draft is being written already.', {
      retryAfterMs: 1000,
    });
  takeMessage(connection, services);
  drafting.add(connection);
  draft(connection, frame, services, trace)
    .catch((thrown: unknown) => {
      const error = ParleyError.from(thrown);
      if (error.code === 'internal') services.log.error('draft.failed', thrown, connection.about);
      connection.refuse(frame.id, error);
    })
    .finally(() => drafting.delete(connection));
};
