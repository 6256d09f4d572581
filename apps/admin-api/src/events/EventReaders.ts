import {
  isAdmin,
  ParleyError,
  rolesAfter,
  type FleetRoles,
  type FleetSession,
  type User,
} from '@parley/protocol';
import { EventQueue } from './EventQueue.ts';

/** Streams of one user; one more ends the oldest. */
const MOST_OF_ONE = 10;

/** What somebody reads from, until it is ended. */
export interface Reading {
  readonly queue: EventQueue;
  /** Aborted when it has to end; its reason says why: `stopping`, `role_lost`, or `replaced` by newer ones of the same user. */
  readonly ending: AbortSignal;
}

/** Who reads, and when their token was issued, in milliseconds since 1970. */
export interface Reader {
  readonly user: User;
  readonly issuedAt: number;
}

/** Everybody who reads events of this replica. */
export class EventReaders {
  /** The oldest first. */
  readonly #readers = new Map<EventQueue, Reader & { readonly end: AbortController }>();
  readonly #most: number;
  #isStopping = false;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#readers.size;
  }

  /** @throws ParleyError rate_limit/connections when there are too many, service/unavailable while stopping */
  join({ user, issuedAt }: Reader): Reading {
    if (this.#isStopping) throw new ParleyError('service', 'unavailable', 'The service is stopping.');
    this.#makeRoom(user.id);
    if (this.#readers.size >= this.#most)
      throw new ParleyError('rate_limit', 'connections', 'Too many streams of events are open.', {
        retryAfterMs: 5000,
      });
    const [queue, end] = [new EventQueue(), new AbortController()];
    this.#readers.set(queue, { user, issuedAt, end });
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

  /** Everybody who reads, each once. */
  get userIds(): ReadonlySet<string> {
    return new Set([...this.#readers.values()].map(({ user }) => user.id));
  }

  /** Ends the streams of whoever is no admin any more. */
  lose({ userId, ...loss }: FleetRoles): void {
    for (const [queue, { user, issuedAt, end }] of this.#readers) {
      if (user.id !== userId || isAdmin({ roles: rolesAfter(user, issuedAt, loss) })) continue;
      this.leave(queue);
      end.abort('role_lost');
    }
  }

  /** Ends all streams. */
  stop(): void {
    this.#isStopping = true;
    for (const { end } of this.#readers.values()) end.abort('stopping');
  }

  /** Else one user could take the places of all. */
  #makeRoom(userId: string): void {
    const own = [...this.#readers].filter(([, reader]) => reader.user.id === userId);
    const [oldest] = own;
    if (!oldest || own.length < MOST_OF_ONE) return;
    const [queue, { end }] = oldest;
    this.leave(queue);
    end.abort('replaced');
  }
}
