/**
 * How long to wait before try `attempt` (from 0): full jitter, so that clients which lost the same server don't come
 * back together. Milliseconds, at most `maxMs`. `random` gives [0, 1).
 */
export function backoff(attempt: number, baseMs: number, maxMs: number, random: () => number): number {
  return random() * Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30));
}
