import type { Reply, Trace } from '@parley/bus';
import { ParleyError, type OpenRequest, type WatchRequest } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import type { Services } from './Services.ts';
import { unavailable } from './unavailable.ts';

/** How long a worker may take. One that dies with the request in hand says nothing, so another one is asked. */
const TIMEOUT_MS = 3000;
const TRIES = 3;

type Answered = Extract<Reply, { kind: 'answer' }>;

/**
 * Asks a worker for a socket.
 * @throws ParleyError service/unavailable, service/timeout, or what the worker threw
 */
export async function askWorker(
  connection: Connection,
  subject: string,
  request: OpenRequest | WatchRequest,
  { bus }: Pick<Services, 'bus'>,
  trace: Trace,
): Promise<Answered> {
  for (let tries = 1; ; tries++) {
    try {
      const reply = await bus.request(subject, request, { timeoutMs: TIMEOUT_MS, trace });
      if (reply.kind === 'answer') return reply;
      throw unavailable();
    } catch (error) {
      const silent = error instanceof ParleyError && error.code === 'timeout';
      if (!silent || tries === TRIES || connection.released) throw error;
    }
  }
}
