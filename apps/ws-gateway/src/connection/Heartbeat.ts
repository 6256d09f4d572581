import { CLOSE } from '@parley/protocol';
import type { Connection } from './Connection.ts';

/** Pings without an answer after which a peer counts as gone. */
const MOST_MISSED = 2;

/**
 * Every connection, and one beat for all of them: they sit in the slots of a wheel, and each turn of it, one slot a
 * tick, takes one heartbeat. So the pings of thousands are spread without a timer of their own.
 */
export class Heartbeat {
  readonly #slots: readonly Set<Connection>[];
  #at = 0;
  #size = 0;

  /** @param slots ticks of one turn */
  constructor(slots: number) {
    this.#slots = Array.from({ length: slots }, () => new Set<Connection>());
  }

  get size(): number {
    return this.#size;
  }

  /** The first beat of a new one comes after a whole turn. */
  add(connection: Connection): void {
    connection.slot = this.#at;
    this.#slots[this.#at]?.add(connection);
    this.#size++;
  }

  remove(connection: Connection): void {
    if (this.#slots[connection.slot]?.delete(connection)) this.#size--;
  }

  /** Pings the connections of the next slot, and closes those that didn't answer. */
  tick(): void {
    this.#at = (this.#at + 1) % this.#slots.length;
    for (const connection of this.#slots[this.#at] ?? []) {
      if (connection.missed >= MOST_MISSED) connection.close(CLOSE.unresponsive);
      else {
        connection.missed++;
        connection.ping();
      }
    }
  }

  *[Symbol.iterator](): Iterator<Connection> {
    for (const slot of this.#slots) yield* slot;
  }
}
