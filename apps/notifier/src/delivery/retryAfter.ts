const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait before the next try, after `tries` of them: twice as long each time, up to five minutes, and up to a
 * quarter more or less, so that what failed together doesn't come back together. `random`: from 0 to 1.
 */
export function retryAfter(tries: number, random: number = Math.random()): number {
  const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20));
  return Math.round(ms * (0.75 + random / 2));
}
