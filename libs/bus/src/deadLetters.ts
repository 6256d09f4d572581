import { NatsError, type StoredMsg, type StreamAPI } from 'nats';
import { LETTER, originalFields } from './letterHeader.ts';
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

/** All of it @throws ParleyError service/unavailable or service/timeout. */
export interface DeadLetters {
  /** Dead letters after number `after` (0), oldest first, at most `limit` (100). */
  list: (options?: { after?: number; limit?: number }) => Promise<DeadLetter[]>;
  /** One of them; undefined when there is no such letter. */
  get: (seq: number) => Promise<DeadLetter | undefined>;
  /** The message as it was sent; undefined when there is no such letter. */
  payload: (seq: number) => Promise<Uint8Array | undefined>;
  /**
   * Queues the message again, as it was sent, and then removes the letter; false when there is no such letter. Where it
   * is cut off in between, the letter is still there. Trying again then is safe: the queue knows the repeat for two
   * minutes, and whoever handles it knows the frame's id after that.
   */
  retry: (seq: number) => Promise<boolean>;
  /** Removes the letter for good; false when there is no such letter. */
  drop: (seq: number) => Promise<boolean>;
}

/** The subject of a letter names the stream that its message was in. */
const SUBJECT = 'dead.';
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
  const drop = async (seq: number) => {
    const api = await streams();
    if (!(await read(api, seq))) return false;
    try {
      return await link.guard(() => api.deleteMessage('DEAD', seq));
    } catch (error) {
      // Somebody else was faster.
      if (!(await read(api, seq))) return false;
      throw error;
    }
  };
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
    async get(seq) {
      const stored = await read(await streams(), seq);
      return stored && toLetter(stored);
    },
    payload: async (seq) => (await read(await streams(), seq))?.data,
    async retry(seq) {
      const stored = await read(await streams(), seq);
      if (!stored) return false;
      const { subject, header, data, time } = stored;
      // Not the id it was sent with: the queue may still know that one, and would take this for the repeat of a message
      // that has long left it.
      const msgId = `letter.${seq}.${time.getTime()}`;
      const stream = subject.slice(SUBJECT.length);
      await publishToStream(
        link,
        stream,
        header.get(LETTER.subject),
        data,
        { msgId },
        originalFields(header),
      );
      await drop(seq);
      return true;
    },
    drop,
  };
}

function toLetter({ seq, header, time, data }: StoredMsg): DeadLetter {
  return {
    seq,
    subject: header.get(LETTER.subject),
    reason: header.get(LETTER.reason),
    at: time,
    deliveries: Number(header.get(LETTER.deliveries)),
    trace: traceOf(header),
    size: data.length,
  };
}
