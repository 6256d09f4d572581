import type { FleetSession } from '@parley/protocol';
import { ParleyError } from '@parley/protocol';
import { EventQueue } from './EventQueue.ts';

/** Everybody who reads events of this replica. */
export class EventReaders {
  readonly #queues = new Set<EventQueue>();
  readonly #stopping = new AbortController();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Aborted when the service stops. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  get size(): number {
    return this.#queues.size;
  }

  /** @throws ParleyError rate_limit/connections when there are too many, service/unavailable while stopping */
  join(): EventQueue {
    if (this.stopping.aborted) throw new ParleyError('service', 'unavailable', 'The service is stopping.');
    if (this.#queues.size >= this.#most)
      throw new ParleyError('rate_limit', 'connections', 'Too many streams of events are open.', {
        retryAfterMs: 5000,
      });
    const queue = new EventQueue();
    this.#queues.add(queue);
    return queue;
  }

  leave(queue: EventQueue): void {
    this.#queues.delete(queue);
  }

  tell(change: FleetSession): void {
    for (const queue of this.#queues) queue.add(change);
  }

  /** Changes may have been missed. */
  gap(): void {
    for (const queue of this.#queues) queue.gap();
  }

  /** Ends all streams. */
  stop(): void {
    this.#stopping.abort();
  }
}
