/** Bounds of a cache. */
export interface CacheBounds {
  readonly maxEntries: number;
  /** How long an entry counts, in milliseconds. */
  readonly maxAgeMs: number;
}

/** Keeps what was read for a while; when it is full, what was put in first goes. */
export class BoundedCache<V> {
  readonly #bounds: CacheBounds;
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly value: V; readonly putAt: number }>();

  /** `now`: milliseconds of any clock. */
  constructor(bounds: CacheBounds, now: () => number) {
    this.#bounds = bounds;
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (this.#now() - entry.putAt < this.#bounds.maxAgeMs) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    for (const [oldest, { putAt }] of this.#entries) {
      const stale = this.#now() - putAt >= this.#bounds.maxAgeMs;
      if (!stale && this.#entries.size < this.#bounds.maxEntries) break;
      this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, putAt: this.#now() });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
