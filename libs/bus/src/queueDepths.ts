import type { Link } from './link.ts';
import { STREAMS } from './streams.ts';

/** How full a stream is. */
export interface QueueDepth {
  stream: string;
  messages: number;
  bytes: number;
  /** Number of the newest message that ever was in it; 0 when there was none. */
  lastSeq: number;
  /** The most that it takes; -1: as much as there is room for. */
  maxBytes: number;
  /** When the oldest message that is still there was sent; missing when there is none. */
  oldest?: Date;
  /** Delivered to somebody who hasn't said yet what became of them. */
  inHand: number;
  /** Of those, how many had been delivered before. */
  redelivered: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/**
 * How full each stream is.
 * @throws ParleyError service/unavailable or service/timeout
 */
export function queueDepths(link: Link): Promise<QueueDepth[]> {
  return link.guard(async () => {
    const manager = await link.nc.jetstreamManager({ checkAPI: false, timeout: 2000 });
    return Promise.all(
      STREAMS.map(async ({ name }) => {
        const { state, config } = await manager.streams.info(name);
        const consumers = [];
        for await (const consumer of manager.consumers.list(name)) consumers.push(consumer);
        return {
          stream: name,
          messages: state.messages,
          bytes: state.bytes,
          lastSeq: state.last_seq,
          maxBytes: config.max_bytes,
          ...(state.messages > 0 && { oldest: new Date(state.first_ts) }),
          inHand: sum(consumers.map(({ num_ack_pending }) => num_ack_pending)),
          redelivered: sum(consumers.map(({ num_redelivered }) => num_redelivered)),
        };
      }),
    );
  });
}
