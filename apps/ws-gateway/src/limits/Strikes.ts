/** Counts what a peer does wrong: tells when there were `limit` within any `windowMs`. */
export class Strikes {
  readonly #windowMs: number;
  /** The last `limit` moments, as a ring. */
  readonly #at: Float64Array;
  #next = 0;

  constructor(limit: number, windowMs: number) {
    this.#windowMs = windowMs;
    this.#at = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY);
  }

  /** Adds one at `now` (milliseconds); true when it makes `limit` of them within the window. */
  add(now: number): boolean {
    this.#at[this.#next] = now;
    this.#next = (this.#next + 1) % this.#at.length;
    return now - (this.#at[this.#next] ?? Number.NEGATIVE_INFINITY) < this.#windowMs;
  }
}
