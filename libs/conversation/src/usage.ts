import type { Usage } from '@parley/protocol';

/**
 * Of two sums of the ledger over the same calls the newer one. A sum only grows, since each call is entered once and its
 * end counts once, so whoever read later sees at least as much: the larger one. That holds in whichever order sums that
 * were read at the same time by an answer, a title and a draft come to be kept.
 */
export const newerSum = (held: Usage, read: Usage | undefined): Usage =>
  read && read.totalTokens > held.totalTokens ? read : held;
