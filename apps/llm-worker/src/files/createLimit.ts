/** How many tasks run at once, and how long another one waits for its turn. */
export interface Limits {
  readonly atOnce: number;
  readonly waitMs: number;
}

/** Runs tasks, a few at once and the others in their order; `undefined`: its turn didn't come in time. */
export function createLimit({ atOnce, waitMs }: Limits) {
  let running = 0;
  const waiting = new Set<() => void>();

  /** Takes a place, or waits until somebody leaves theirs. */
  async function turn(): Promise<boolean> {
    if (running < atOnce) {
      running += 1;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const next = (): void => resolve(true);
    waiting.add(next);
    const timeout = setTimeout(() => {
      if (waiting.delete(next)) resolve(false);
    }, waitMs);
    const came = await promise;
    clearTimeout(timeout);
    return came;
  }

  return async function limited<T>(task: () => Promise<T>): Promise<T | undefined> {
    if (!(await turn())) return undefined;
    try {
      return await task();
    } finally {
      const [next] = waiting;
      if (next) {
        waiting.delete(next);
        next();
      } else running -= 1;
    }
  };
}
