/** Bounds of what is kept. */
export interface LruBounds<V> {
  /** Of all values together. */
  readonly maxWeight: number;
  /** Without it, each value weighs 1. */
  readonly weightOf?: (value: V) => number;
  /** How long a value counts, in milliseconds; without it, for ever. */
  readonly maxAgeMs?: number;
}

/** Keeps what was used last, within its bounds: when it is full, what nobody asked for the longest time goes first. */
export class Lru<V> {
  readonly #bounds: LruBounds<V>;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly value: V; readonly weight: number; readonly putAt: number }>();
  #weight = 0;

  /** `now`: milliseconds of any clock. */
  constructor(bounds: LruBounds<V>, now: () => number = Date.now) {
    this.#bounds = bounds;
    this.#now = now;
  }

  get weight(): number {
    return this.#weight;
  }

  get(key: string): V | undefined {
    const one = this.#kept.get(key);
    if (!one) return undefined;
    this.#kept.delete(key);
    if (this.#now() - one.putAt >= (this.#bounds.maxAgeMs ?? Infinity)) {
      this.#weight -= one.weight;
      return undefined;
    }
    this.#kept.set(key, one);
    return one.value;
  }

  /** Keeps a value, unless it alone is heavier than everything may be. */
  set(key: string, value: V): void {
    this.#drop(key);
    const weight = this.#bounds.weightOf?.(value) ?? 1;
    if (weight > this.#bounds.maxWeight) return;
    this.#weight += weight;
    this.#kept.set(key, { value, weight, putAt: this.#now() });
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#bounds.maxWeight) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}
