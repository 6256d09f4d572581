import type { Rate } from '@parley/config';

/**
 * A token bucket kept as one number: the moment at which it is full again. A bucket of `n`, refilled evenly within
 * `perMs`, gives a token as long as that moment is less than `n` tokens away. Times
 * are milliseconds since the start of the process: counted from 1970 they would leave no room for fractions.
 */
export type FullAt = number;

/** A bucket that nothing was taken from. */
export const FULL: FullAt = 0;

/** A token was taken and the bucket is now full at `fullAt`, or there will be one in `retryAfterMs`. */
export type Taken = { readonly fullAt: FullAt } | { readonly retryAfterMs: number };

/** Below what a clock can tell apart: sums of fractions of a millisecond don't refuse what is due. */
const EPSILON_MS = 1e-3;

/** Takes a token at `now`. A clock that went back costs at most the time of one whole refill. */
export function takeToken(fullAt: FullAt, { n, perMs }: Rate, now: number): Taken {
  const tokenMs = perMs / n;
  const missingMs = Math.min(Math.max(fullAt - now, 0), perMs);
  const waitMs = missingMs - (perMs - tokenMs);
  if (waitMs > EPSILON_MS) return { retryAfterMs: Math.ceil(waitMs - EPSILON_MS) };
  return { fullAt: now + missingMs + tokenMs };
}
