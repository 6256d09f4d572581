import type { Facts } from '../api/adminApi.ts';

/** One side of a change: `key value, key value`. */
function sideWords(facts: Facts): string {
  return Object.entries(facts)
    .map(([key, value]) => `${key} ${value ?? 'nothing'}`)
    .join(', ');
}

/** What changed, in short: "handling ai → handling human". */
export const factWords = (before: Facts = {}, after: Facts = {}): string =>
  [sideWords(before), sideWords(after)].filter(Boolean).join(' → ');
