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
/** Nobody was there to be asked. */
const NOBODY = new Error('no worker');

/**
 * The first answer of those that are asked. One that is only slow, as all are after an outage, still counts when another one
 * has been asked, and whatever that one says: its work would be for nothing otherwise, and be done again at the worst time.
 * @throws what the first one came to, when all are refused; NOBODY when nobody was there for any
 */
async function firstAnswer(ask: (timeoutMs: number) => Promise<Answered>): Promise<Answered> {
  const asked: Promise<Answered>[] = [];
  const timer = new AbortController();
  try {
    for (const timeoutMs of TIMEOUTS_MS) {
      asked.push(ask(timeoutMs));
      const silence = delay(SILENCE_MS, undefined, { signal: timer.signal });
      const answer = await Promise.race([Promise.any(asked), silence]);
      if (answer) return answer;
    }
    return await Promise.any(asked);
  } catch (error) {
    const all: unknown[] = error instanceof AggregateError ? error.errors : [error];
    throw all.find((one) => one !== NOBODY) ?? NOBODY;
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
  const ask = async (timeoutMs: number): Promise<Answered> => {
    if (connection.released) throw unavailable();
    const reply = await bus.request(subject, request, { timeoutMs, trace });
    if (reply.kind === 'nobody') throw NOBODY;
    return reply;
  };
  for (let absences = 1; ; absences++) {
    try {
      return await firstAnswer(ask);
    } catch (error) {
      // What a worker refuses as unavailable, since the database is, must not be asked for all the more.
      if (error !== NOBODY && (connection.released || bus.status === 'connected')) throw error;
    }
    if (connection.released || elapsed() - since > PATIENCE_MS) throw unavailable();
    await delay(PAUSE_MS * absences * (0.5 + Math.random()));
  }
}
