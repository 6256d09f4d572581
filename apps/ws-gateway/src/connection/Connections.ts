import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { CLOSE, ParleyError } from '@parley/protocol';
import type { Metrics } from '../metrics.ts';
import type { Welcome } from '../welcome.ts';
import { Connection } from './Connection.ts';
import { expire } from './expire.ts';
import type { GatewaySocket, SocketOwner } from './GatewaySocket.ts';
import type { Heartbeat } from './Heartbeat.ts';
import { leaveSessions } from '../sessions/leaveSessions.ts';
import type { Accepted } from '../upgrade/createUpgrade.ts';
import { receive, refuseFlood, takeFrame, type Receiving } from './receive.ts';

const NAME_OF = new Map<number, string>(Object.values(CLOSE).map(({ code, meaning }) => [code, meaning]));

/** The life of connections, from the upgrade until everything held for them is freed. */
export class Connections implements SocketOwner {
  readonly #receiving: Receiving;
  readonly #heartbeat: Heartbeat;
  readonly #welcome: Welcome;
  readonly #budget: number;
  readonly #metrics: Metrics;

  constructor(
    receiving: Receiving,
    heartbeat: Heartbeat,
    more: { welcome: Welcome; budget: number; metrics: Metrics },
  ) {
    this.#receiving = receiving;
    this.#heartbeat = heartbeat;
    this.#welcome = more.welcome;
    this.#budget = more.budget;
    this.#metrics = more.metrics;
  }

  /** Takes a socket that was just upgraded; `welcome` is its first frame. */
  open(socket: GatewaySocket, line: Duplex, about: Accepted): void {
    const openedAt = this.#receiving.services.now();
    const connection = new Connection(socket, line, this.#budget, {
      ...about,
      id: randomUUID(),
      openedAt,
    });
    socket.bind(connection, this);
    this.#heartbeat.add(connection);
    // Before the welcome: whatever its lists ask for from then on, later changes come by themselves.
    this.#receiving.services.userChannels.join(connection);
    this.#receiving.services.roleChecks.check(connection);
    this.#metrics.opened.inc();
    this.#receiving.services.log.info('connection.opened', connection.about);
    connection.send(this.#welcome(connection, openedAt));
  }

  /** Ends the connections whose token has expired. */
  expire(now: number): void {
    for (const connection of this.#heartbeat) if (connection.expiresAt <= now) expire(connection);
  }

  onMessage(connection: Connection, data: Buffer, isBinary: boolean): void {
    try {
      receive(connection, data, isBinary, this.#receiving);
    } catch (thrown) {
      this.#fail(connection, thrown);
    }
  }

  onPing(connection: Connection, data: Buffer): void {
    if (this.#isWithinLimits(connection)) connection.pong(data);
  }

  onPong(connection: Connection): void {
    this.#isWithinLimits(connection);
  }

  /** Frees all that was held for a connection. */
  onClose(connection: Connection, code: number): void {
    const { userChannels, outcomes, log, now } = this.#receiving.services;
    connection.released = true;
    connection.queue?.clear();
    this.#heartbeat.remove(connection);
    leaveSessions(connection, this.#receiving.services);
    userChannels.leave(connection);
    outcomes.forgetAll(connection);
    this.#metrics.closed.inc({ code });
    // The reason that a peer gave may hold anything, so only ours are told.
    const reason = NAME_OF.get(code) ?? 'other';
    const durationMs = Math.max(0, now() - connection.openedAt);
    log.info('connection.closed', { ...connection.about, code, reason, durationMs });
  }

  /** A failure in what a socket sent is that socket's end, never that of the whole gateway. */
  #fail(connection: Connection, thrown: unknown): void {
    this.#receiving.services.log.error('connection.failed', thrown, connection.about);
    connection.fail(CLOSE.internal, undefined, ParleyError.from(thrown));
  }

  /** Control frames are signs of life, and count as frames. */
  #isWithinLimits(connection: Connection): boolean {
    const { services, rate } = this.#receiving;
    const now = services.elapsed();
    connection.missed = 0;
    const retryAfterMs = takeFrame(connection, rate, now);
    if (retryAfterMs > 0) refuseFlood(connection, undefined, retryAfterMs, now);
    return retryAfterMs === 0;
  }
}
