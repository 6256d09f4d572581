import type { Clock } from './clock.ts';

/**
 * Notices a dead line: a browser can't see the server's pings, so the client sends its own when a heartbeat has passed
 * without a frame, and gives up after two.
 */
export class Liveness {
  readonly #clock: Clock;
  readonly #ping: () => void;
  readonly #dead: () => void;
  #cancel: (() => void) | undefined;
  #silent = 0;
  #heartbeatMs = 0;

  constructor(clock: Clock, ping: () => void, dead: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#dead = dead;
  }

  start(heartbeatMs: number): void {
    this.stop();
    this.#silent = 0;
    this.#heartbeatMs = heartbeatMs;
    this.#cancel = this.#clock.after(heartbeatMs, this.#beat);
  }

  readonly #beat = (): void => {
    this.#silent += 1;
    if (this.#silent > 2) return this.#dead();
    if (this.#silent > 1) this.#ping();
    this.#cancel = this.#clock.after(this.#heartbeatMs, this.#beat);
  };

  /** Asks for a sign of life within `ms`: the machine may have slept, or changed its network. */
  probe(ms: number): void {
    this.#silent = 2;
    this.#cancel?.();
    this.#cancel = this.#clock.after(ms, this.#beat);
    this.#ping();
  }

  /** Something came. */
  heard(): void {
    this.#silent = 0;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
