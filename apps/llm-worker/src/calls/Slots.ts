/** Gives a slot back; once, however often it is called. */
export type Release = () => void;

interface Waiter {
  readonly limit: number;
  readonly grant: (release: Release) => void;
}

/** Calls that run at the same time: at most as many as each of them allows, the others wait in the order they came. */
export class Slots {
  #running = 0;
  readonly #waiting = new Set<Waiter>();

  /** How many wait for one. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** A slot, if there is one now and nobody waits for it. */
  tryAcquire(limit: number): Release | undefined {
    return this.isFree(limit) ? this.#take() : undefined;
  }

  /** Whether there is one now and nobody waits for it. */
  isFree(limit: number): boolean {
    return this.#waiting.size === 0 && this.#running < limit;
  }

  /** A slot as soon as fewer than `limit` are taken and it is one's turn; `undefined`: `signal` came first. */
  acquire(limit: number, signal: AbortSignal): Promise<Release | undefined> {
    const free = signal.aborted ? undefined : this.tryAcquire(limit);
    if (free || signal.aborted) return Promise.resolve(free);
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiting.delete(waiter);
        resolve(undefined);
        // It may have been the one whose own limit held the others up.
        this.#next();
      };
      const waiter: Waiter = {
        limit,
        grant(release) {
          signal.removeEventListener('abort', leave);
          resolve(release);
        },
      };
      this.#waiting.add(waiter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #take(): Release {
    this.#running += 1;
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      this.#running -= 1;
      this.#next();
    };
  }

  #next(): void {
    for (const waiter of this.#waiting) {
      if (this.#running >= waiter.limit) return;
      this.#waiting.delete(waiter);
      waiter.grant(this.#take());
    }
  }
}
