/** The first backoff is at most this long, each further one at most twice as long as the one before; in milliseconds. */
const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before the next call, in milliseconds: exponential backoff with full jitter, or what the provider asked
 * for (`retryAfterMs`) and a little more. One that may be asked again at once is, the first time. `tried`: calls that were
 * made, from 1. `random`: from 0 to below 1.
 */
export function retryDelay(tried: number, random: () => number, retryAfterMs?: number): number {
  if (retryAfterMs === 0 && tried === 1) return 0;
  // All who were told the same moment would come back at the same one.
  if (retryAfterMs) return retryAfterMs + Math.floor(random() * FIRST_MS);
  return Math.floor(random() * Math.min(FIRST_MS * 2 ** (tried - 1), LONGEST_MS));
}
