/** The first backoff is at most this long, each further one at most twice as long as the one before; in milliseconds. */
const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before the next call, in milliseconds: exponential backoff with full jitter, on top of what the
 * provider asked for (`retryAfterMs`). `tried`: calls that were made, from 1. `random`: from 0 to below 1.
 */
export function retryDelay(tried: number, random: () => number, retryAfterMs = 0): number {
  const most = Math.min(FIRST_MS * 2 ** (tried - 1), LONGEST_MS);
  // All who were told the same moment would come back at the same one.
  return retryAfterMs + Math.floor(random() * (retryAfterMs > 0 ? FIRST_MS : most));
}
