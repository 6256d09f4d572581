import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

export type EventuallyOptions = {
  /** How long it may take; 5000 when left out. */
  timeoutMs?: number;
  /** How long between two looks; 20 when left out. */
  everyMs?: number;
};

/**
 * Looks again and again until the predicate gives something truthy, and returns that. Errors count as "not yet".
 * @param what is waited for, as it shall stand in the error: "the answer is stored"
 * @throws Error after `timeoutMs`, with what the last look gave
 */
export async function eventually<T>(
  what: string,
  predicate: () => T | Promise<T>,
  { timeoutMs = 5000, everyMs = 20 }: EventuallyOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let last: string;
    let cause: unknown;
    try {
      const value = await predicate();
      if (value) return value;
      last = `the last look gave ${inspect(value)}`;
    } catch (error) {
      cause = error;
      last = `the last look failed: ${messageOf(error)}`;
    }
    if (performance.now() >= deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${what}; ${last}`, { cause });
    }
    await delay(everyMs);
  }
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
