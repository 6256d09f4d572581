/** How many tasks run at once, how many more of one owner wait for their turn, and how long, in milliseconds. */
export interface Limits {
  readonly atOnce: number;
  readonly waiting: number;
  readonly waitMs: number;
}

/** Whose task it is, and what ends its wait. */
export interface Turn {
  readonly owner: string;
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly owner: string;
  readonly grant: () => void;
}

/**
 * Runs tasks, a few at once but one of each owner's, the others in their order: so nobody takes all places. `undefined`:
 * its turn didn't come in time, before its signal, or too many of its owner's wait.
 */
export function createLimit({ atOnce, waiting: mostWaiting, waitMs }: Limits) {
  const running = new Set<string>();
  const waiting = new Set<Waiter>();
  const isFree = (owner: string): boolean => running.size < atOnce && !running.has(owner);

  /** Takes a place, or waits until there is one. */
  async function turn({ owner, signal }: Turn): Promise<boolean> {
    if (signal?.aborted) return false;
    if (isFree(owner)) {
      running.add(owner);
      return true;
    }
    if ([...waiting].filter((one) => one.owner === owner).length >= mostWaiting) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiter: Waiter = { owner, grant: () => resolve(true) };
    const leave = (): void => {
      if (waiting.delete(waiter)) resolve(false);
    };
    waiting.add(waiter);
    const timeout = setTimeout(leave, waitMs);
    signal?.addEventListener('abort', leave, { once: true });
    const came = await promise;
    clearTimeout(timeout);
    signal?.removeEventListener('abort', leave);
    return came;
  }

  /** Gives places to those who wait longest and may have one. */
  function next(): void {
    for (const waiter of waiting) {
      if (!isFree(waiter.owner)) continue;
      waiting.delete(waiter);
      running.add(waiter.owner);
      waiter.grant();
    }
  }

  return async function limited<T>(of: Turn, task: () => Promise<T>): Promise<T | undefined> {
    if (!(await turn(of))) return undefined;
    try {
      return await task();
    } finally {
      running.delete(of.owner);
      next();
    }
  };
}
