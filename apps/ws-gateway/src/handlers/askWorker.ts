import { setTimeout as delay } from 'node:timers/promises';
import type { Reply, Trace } from '@parley/bus';
import type { OpenRequest, RolesRequest, WatchRequest } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import type { Services } from './Services.ts';
import { unavailable } from './unavailable.ts';

/** How long a worker may be silent until another one is asked, too: one that dies with the request in hand says nothing. */
const SILENCE_MS = 3000;
/** How long each of those that are asked one after the other may take; all of them give up at the same time. */
const TIMEOUTS_MS = [3 * SILENCE_MS, 2 * SILENCE_MS, SILENCE_MS] as const;
/**
 * While nobody can answer, a socket's question waits for a worker that comes: after a restart of everything each client
 * would else find out by its own backoff, and be served seconds later.
 */
const PATIENCE_MS = 3000;
const PAUSE_MS = 200;

type Answered = Extract<Reply, { kind: 'answer' }>;

/**
 * Whatever is said first by one of the workers that are asked. One that is only slow, as all are after an outage, still
 * counts when another one has been asked: its work would be for nothing otherwise, and be done again at the worst time.
 */
async function firstReply(ask: (timeoutMs: number) => Promise<Reply>): Promise<Reply> {
  const asked: Promise<Reply>[] = [];
  const timer = new AbortController();
  try {
    for (const timeoutMs of TIMEOUTS_MS) {
      asked.push(ask(timeoutMs));
      const silence = delay(SILENCE_MS, undefined, { signal: timer.signal });
      const reply = await Promise.race([...asked, silence]);
      if (reply) return reply;
    }
    return await Promise.race(asked);
  } finally {
    timer.abort();
  }
}

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
  const ask = async (timeoutMs: number): Promise<Reply> => {
    if (connection.released) throw unavailable();
    return bus.request(subject, request, { timeoutMs, trace });
  };
  for (let absences = 1; ; absences++) {
    try {
      const reply = await firstReply(ask);
      if (reply.kind === 'answer') return reply;
    } catch (error) {
      // What a worker refuses as unavailable, since the database is, must not be asked for all the more.
      if (connection.released || bus.status === 'connected') throw error;
    }
    if (connection.released || elapsed() - since > PATIENCE_MS) throw unavailable();
    await delay(PAUSE_MS * absences * (0.5 + Math.random()));
  }
}
