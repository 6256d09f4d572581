import { setTimeout as delay } from 'node:timers/promises';
import type { Reply, Trace } from '@parley/bus';
import { ParleyError, type OpenRequest, type RolesRequest, type WatchRequest } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import type { Services } from './Services.ts';
import { unavailable } from './unavailable.ts';

/** How long a worker may take. One that dies with the request in hand says nothing, so another one is asked. */
const TIMEOUT_MS = 3000;
const TRIES = 3;
/**
 * While nobody can answer, a socket's question waits for a worker that comes: after a restart of everything each client
 * would else find out by its own backoff, and be served seconds later.
 */
const PATIENCE_MS = 3000;
const PAUSE_MS = 200;

type Answered = Extract<Reply, { kind: 'answer' }>;

/**
 * Asks a worker for a socket.
 * @throws ParleyError service/unavailable, service/timeout, or what the worker threw
 */
export async function askWorker(
  connection: Connection,
  subject: string,
  request: OpenRequest | RolesRequest | WatchRequest,
  { bus, elapsed }: Pick<Services, 'bus' | 'elapsed'>,
  trace: Trace,
): Promise<Answered> {
  const since = elapsed();
  let [timeouts, absences] = [0, 0];
  for (;;) {
    try {
      const reply = await bus.request(subject, request, { timeoutMs: TIMEOUT_MS, trace });
      if (reply.kind === 'answer') return reply;
    } catch (error) {
      const isSilent = error instanceof ParleyError && error.code === 'timeout' && ++timeouts < TRIES;
      // What a worker refuses as unavailable, since the database is, must not be asked for all the more.
      if (connection.released || (!isSilent && bus.status === 'connected')) throw error;
      if (isSilent) continue;
    }
    if (connection.released || elapsed() - since > PATIENCE_MS) throw unavailable();
    await delay(PAUSE_MS * ++absences * (0.5 + Math.random()));
  }
}
