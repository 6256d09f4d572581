import type { Clock } from '../src/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Lets everything run that waits for a promise. */
export const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that goes on only when it is told to. */
export class FakeClock implements Clock {
  #now = Date.UTC(2030, 0, 1);
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((held) => held !== timer);
    };
  }

  /** Timers that wait. */
  get size(): number {
    return this.#timers.length;
  }

  /** Goes on by `ms`; timers run in their order, each when its time has come. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((held) => held !== next);
      next.run();
      await tick();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}
