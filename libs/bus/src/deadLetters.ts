import { NatsError, type JsMsg, type StoredMsg, type StreamAPI } from 'nats';
import type { Link } from './link.ts';
import { publishToStream } from './queuePublisher.ts';
import { traceOf, type Trace } from './trace.ts';

/** What is told of a dead letter; its content is read by `payload` alone. */
export interface DeadLetter {
  /** Its number among the dead letters. */
  seq: number;
  /** The subject it was sent to. */
  subject: string;
  /** Why it was given up; never quotes it. */
  reason: string;
  /** When it was given up. */
  at: Date;
  /** How often it had been delivered. */
  deliveries: number;
  trace: Trace;
  /** Of its content, in bytes. */
  size: number;
}

export interface DeadLetters {
  /** Dead letters after number `after` (0), oldest first, at most `limit` (100). */
  list: (options?: { after?: number; limit?: number }) => Promise<DeadLetter[]>;
  /** The message as it was sent; undefined when there is no such letter. */
  payload: (seq: number) => Promise<Uint8Array | undefined>;
}

const FIELD = {
  subject: 'Parley-Subject',
  reason: 'Parley-Reason',
  deliveries: 'Parley-Deliveries',
} as const;
const NO_MESSAGE = 10037;

export function deadLetters(link: Link): DeadLetters {
  const streams = () =>
    link.guard(async () => (await link.nc.jetstreamManager({ checkAPI: false, timeout: 2000 })).streams);
  const read = (api: StreamAPI, seq: number) =>
    link.guard(() =>
      api.getMessage('DEAD', { seq }).catch((error: unknown) => {
        if (error instanceof NatsError && error.api_error?.err_code === NO_MESSAGE) return undefined;
        throw error;
      }),
    );
  return {
    async list({ after = 0, limit = 100 } = {}) {
      const api = await streams();
      const { state } = await link.guard(() => api.info('DEAD'));
      const letters: DeadLetter[] = [];
      for (
        let seq = Math.max(after + 1, state.first_seq);
        seq <= state.last_seq && letters.length < limit;
        seq++
      ) {
        const stored = await read(api, seq);
        if (stored) letters.push(toLetter(stored));
      }
      return letters;
    },
    payload: async (seq) => (await read(await streams(), seq))?.data,
  };
}

/**
 * Keeps a message as a dead letter, once however often it is tried.
 * @throws ParleyError service/unavailable or service/timeout
 */
export async function keepDeadLetter(link: Link, message: JsMsg, reason: string): Promise<void> {
  const { stream, streamSequence, timestampNanos, deliveryCount } = message.info;
  await publishToStream(
    link,
    'DEAD',
    `dead.${stream}`,
    message.data,
    { msgId: `${stream}.${streamSequence}.${timestampNanos}`, trace: traceOf(message.headers) },
    {
      [FIELD.subject]: message.subject,
      [FIELD.reason]: reason.replaceAll(/\s+/g, ' ').slice(0, 500),
      [FIELD.deliveries]: String(deliveryCount),
    },
  );
}

function toLetter({ seq, header, time, data }: StoredMsg): DeadLetter {
  return {
    seq,
    subject: header.get(FIELD.subject),
    reason: header.get(FIELD.reason),
    at: time,
    deliveries: Number(header.get(FIELD.deliveries)),
    trace: traceOf(header),
    size: data.length,
  };
}
