import type { FleetSession } from '@parley/protocol';
import { ParleyError } from '@parley/protocol';
import { EventQueue } from './EventQueue.ts';

/** Streams of one user; one more ends the oldest. */
const MOST_OF_ONE = 10;

/** What somebody reads from, until it is ended. */
export interface Reading {
  readonly queue: EventQueue;
  /** Aborted when it has to end; its reason says why: `stopping`, or `replaced` by newer ones of the same user. */
  readonly ending: AbortSignal;
}

/** Everybody who reads events of this replica. */
export class EventReaders {
  /** The oldest first. */
  readonly #readers = new Map<EventQueue, { readonly userId: string; readonly end: AbortController }>();
  readonly #most: number;
  #isStopping = false;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#readers.size;
  }

  /** @throws ParleyError rate_limit/connections when there are too many, service/unavailable while stopping */
  join(userId: string): Reading {
    if (this.#isStopping) throw new ParleyError('service', 'unavailable', 'The service is stopping.');
    this.#makeRoom(userId);
    if (this.#readers.size >= this.#most)
      throw new ParleyError('rate_limit', 'connections', 'Too many streams of events are open.', {
        retryAfterMs: 5000,
      });
    const [queue, end] = [new EventQueue(), new AbortController()];
    this.#readers.set(queue, { userId, end });
    return { queue, ending: end.signal };
  }

  leave(queue: EventQueue): void {
    this.#readers.delete(queue);
  }

  tell(change: FleetSession): void {
    for (const queue of this.#readers.keys()) queue.add(change);
  }

  /** Changes may have been missed. */
  gap(): void {
    for (const queue of this.#readers.keys()) queue.gap();
  }

  /** Ends all streams. */
  stop(): void {
    this.#isStopping = true;
    for (const { end } of this.#readers.values()) end.abort('stopping');
  }

  /** Else one user could take the places of all. */
  #makeRoom(userId: string): void {
    const own = [...this.#readers].filter(([, reader]) => reader.userId === userId);
    const [oldest] = own;
    if (!oldest || own.length < MOST_OF_ONE) return;
    const [queue, { end }] = oldest;
    this.leave(queue);
    end.abort('replaced');
  }
}
