import { randomUUID } from 'node:crypto';
import type { Inbox } from '@parley/bus';
import { ParleyError } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { textFrame } from '../connection/textFrame.ts';

const TIMEOUT_MS = 10_000;
/** Outcomes that one socket may wait for. */
const MOST_OF_ONE = 32;

interface Pending {
  readonly connection: Connection;
  readonly frameId: string;
  readonly deadline: number;
}

/** Outcomes of commands that are on their way to the sockets that sent them. */
export class PendingOutcomes {
  readonly #inbox: Inbox;
  readonly #elapsed: () => number;
  /** In the order of their deadlines. */
  readonly #pending = new Map<string, Pending>();

  constructor(inbox: Inbox, elapsed: () => number) {
    this.#inbox = inbox;
    this.#elapsed = elapsed;
    inbox.onReply((key, bytes) => {
      this.#take(key)?.connection.write(textFrame(bytes));
    });
  }

  get size(): number {
    return this.#pending.size;
  }

  /**
   * Expects the outcome of a frame.
   * @returns the subject to name as `replyTo`, and how to stop waiting
   * @throws ParleyError rate_limit/frames when the socket waits for too many
   */
  expect(connection: Connection, frameId: string): { replyTo: string; forget: () => void } {
    if (connection.waiting >= MOST_OF_ONE) {
      throw new ParleyError('rate_limit', 'frames', 'Too many frames wait for their outcome.', {
        retryAfterMs: 1000,
      });
    }
    // Not by the frame's id: another socket may use the same one, and would take this outcome away.
    const key = randomUUID();
    this.#pending.set(key, { connection, frameId, deadline: this.#elapsed() + TIMEOUT_MS });
    connection.waiting++;
    return { replyTo: this.#inbox.subjectFor(key), forget: () => void this.#take(key) };
  }

  /** Tells the frames whose outcome didn't come in time that it is unknown. */
  sweep(now: number): void {
    for (const [key, { connection, frameId, deadline }] of this.#pending) {
      if (deadline > now) return;
      this.#take(key);
      const message = 'The outcome is not known yet. Please send the same frame again.';
      connection.refuse(frameId, new ParleyError('service', 'timeout', message, { retryAfterMs: 1000 }));
    }
  }

  /** Stops waiting for a socket that is gone. */
  forgetAll(connection: Connection): void {
    if (connection.waiting === 0) return;
    for (const [key, pending] of this.#pending) if (pending.connection === connection) this.#take(key);
  }

  #take(key: string): Pending | undefined {
    const pending = this.#pending.get(key);
    if (!pending) return undefined;
    this.#pending.delete(key);
    pending.connection.waiting--;
    return pending;
  }
}
