import { NatsError } from 'nats';
import type { Link } from './link.ts';

/** What JetStream answers when a stream has no message of that number. */
const NO_MESSAGE = 10037;

/**
 * Whether a turn, by its number in the stream, is still queued or in hand: it leaves the queue when it is done.
 * @throws ParleyError service/unavailable or service/timeout
 */
export function turnQueued(link: Link, streamSeq: number): Promise<boolean> {
  return link.guard(async () => {
    const manager = await link.nc.jetstreamManager({ checkAPI: false, timeout: 1000 });
    try {
      await manager.streams.getMessage('TURNS', { seq: streamSeq });
      return true;
    } catch (error) {
      const gone = error instanceof NatsError && error.api_error?.err_code === NO_MESSAGE;
      if (gone) return false;
      throw error;
    }
  });
}
