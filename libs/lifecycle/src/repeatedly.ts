/** What it needs of a logger. */
interface WarningLog {
  warn(event: `${string}.${string}`, fields?: Record<string, unknown>): void;
}

/** What is to be done again and again. */
export interface Repeated {
  /** What a failure of it is logged as. */
  readonly event: `${string}.${string}`;
  /** Time from its end to the next begin, in milliseconds. */
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

/** Does something again and again, never twice at the same time, until told to stop; that waits for what is under way. */
export function repeatedly(log: WarningLog, { event, everyMs, run }: Repeated): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const plan = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = run()
        .catch((error: unknown) => log.warn(event, { cause: error }))
        .finally(plan);
    }, everyMs);
  };
  plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
