import { openingWords } from './openingWords.ts';

/** That a user's allowance is used up, and when that ends: `retryAfterMs` after it was told. */
export function quotaWords(retryAfterMs: number | undefined, at: Date, now: Date): string {
  if (retryAfterMs === undefined) return 'Your allowance is used up. Your question is kept; ask again later.';
  const ends = new Date(at.getTime() + retryAfterMs);
  if (ends <= now) return 'Your allowance was used up. You have a new one now: ask again.';
  return `Your allowance is used up. Your question is kept; you have a new one from ${openingWords(ends, now)} on.`;
}
