import { spread } from '../spread.ts';
import type { Channel } from './Channel.ts';

const SPREAD_MS = 1000;

/** Tells all sockets, after an outage of the queue, that frames may have been lost. */
export class Resync {
  readonly #channels: Iterable<Channel>;
  #running: { readonly stop: () => void } | undefined;

  constructor(channels: Iterable<Channel>) {
    this.#channels = channels;
  }

  /** Starts anew when one is under way: what that one has told is told again. */
  start(): void {
    this.stop();
    this.#running = spread([...this.#channels], SPREAD_MS, (channel) => channel.resync());
  }

  stop(): void {
    this.#running?.stop();
    this.#running = undefined;
  }
}
