import { openingWords } from './openingWords.ts';

const MINUTE_MS = 60_000;

/** That a user's allowance is used up, and when that ends: `retryAfterMs` after it was told. */
export function quotaWords(retryAfterMs: number | undefined, at: Date, now: Date): string {
  if (retryAfterMs === undefined) return 'Your allowance is used up. Your question is kept; ask again later.';
  // Told in minutes, and reckoned from a little before it was told: never a minute too early.
  const ends = new Date(Math.ceil((at.getTime() + retryAfterMs) / MINUTE_MS) * MINUTE_MS);
  if (ends <= now) return 'Your allowance was used up. You have a new one now: ask again.';
  return `Your allowance is used up. Your question is kept; you have a new one from ${openingWords(ends, now)} on.`;
}
