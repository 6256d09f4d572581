import { within } from './within.ts';

/** Whether a service can do its work, and if not, by the names of what is failing. */
export interface HealthReport {
  readonly status: 'ready' | 'unready' | 'draining';
  readonly failing: readonly string[];
}

/** Knows what a service depends on. */
export interface Health {
  /** Adds a dependency by its name; `check` throws (or rejects, or takes too long) while it is failing. */
  ready(name: string, check: () => Promise<void> | void): void;
  /** From now on the service is unready, since it is about to stop. */
  drain(): void;
  readonly draining: boolean;
  /** Asks all dependencies at the same time. */
  report(): Promise<HealthReport>;
}

/** @param checkMs how long a dependency may take to answer, in milliseconds, before it counts as failing */
export function createHealth(checkMs = 1000): Health {
  const checks = new Map<string, () => Promise<void> | void>();
  let draining = false;

  async function failing(name: string, check: () => Promise<void> | void): Promise<string[]> {
    try {
      await within(name, checkMs, async () => check());
      return [];
    } catch {
      return [name];
    }
  }

  return {
    ready: (name, check) => void checks.set(name, check),
    drain: () => {
      draining = true;
    },
    get draining() {
      return draining;
    },
    async report() {
      const names = await Promise.all([...checks].map(([name, check]) => failing(name, check)));
      const all = names.flat();
      if (draining) return { status: 'draining', failing: all };
      return { status: all.length === 0 ? 'ready' : 'unready', failing: all };
    },
  };
}
