import type { Rate } from '@parley/config';
import { FULL, takeToken } from './takeToken.ts';

/** Buckets of one rate, by key. A bucket that is full takes no room: it is one that nothing was taken from. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #most: number;
  readonly #fullAt = new Map<string, number>();

  /** @param most keys that are kept at the same time; beyond, the one that was first used longest ago is forgotten */
  constructor(rate: Rate, most = 200_000) {
    this.#rate = rate;
    this.#most = most;
  }

  /** Keys whose bucket isn't full, as of the last sweep. */
  get size(): number {
    return this.#fullAt.size;
  }

  /** Takes a token of `key`; 0 when there was one, else the milliseconds until there is. */
  take(key: string, now: number): number {
    const taken = takeToken(this.#fullAt.get(key) ?? FULL, this.#rate, now);
    if ('retryAfterMs' in taken) return taken.retryAfterMs;
    this.#fullAt.set(key, taken.fullAt);
    if (this.#fullAt.size > this.#most) this.#forgetOldest();
    return 0;
  }

  /** Frees the buckets that are full again. */
  sweep(now: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key);
  }

  #forgetOldest(): void {
    for (const key of this.#fullAt.keys()) {
      this.#fullAt.delete(key);
      return;
    }
  }
}
