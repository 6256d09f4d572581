import { estimateTokens, type Entry, type SessionState } from '@parley/conversation';
import type { FellOut } from './Prepared.ts';

/** What was read of a conversation, and what of it a request holds. */
export interface Held {
  /** Up to the message to answer, in the order in which it is read. */
  readonly said: readonly Entry[];
  /** Entries before those were not read any more. */
  readonly isLimited: boolean;
  readonly kept: readonly Entry[];
}

const firstSeq = (entries: readonly Entry[]): number => Math.min(...entries.map(({ seq }) => seq));

/** Whether the session's summary tells of something that the request doesn't hold, and of nothing after it. */
export function needsSummary({ summary }: SessionState, { said, isLimited, kept }: Held): boolean {
  const asked = said.at(-1);
  if (!summary || !asked || asked.seq <= summary.upTo) return false;
  const held = new Set(kept.map(({ id }) => id));
  return isLimited || said.some(({ id, seq }) => seq <= summary.upTo && !held.has(id));
}

/** What stands before everything that the request holds; `undefined`: nothing that isn't summed up already. */
export function fellOutOf({ summary }: SessionState, { said, isLimited, kept }: Held): FellOut | undefined {
  const from = summary?.upTo ?? 0;
  const upTo = firstSeq(kept) - 1;
  const fallen = said.filter(({ seq }) => seq > from && seq <= upTo);
  const unseen = isLimited ? Math.max(0, Math.min(firstSeq(said) - 1, upTo) - from) : 0;
  const entries = fallen.length + unseen;
  if (entries === 0) return undefined;
  return { upTo, entries, tokens: fallen.reduce((sum, { text }) => sum + estimateTokens(text), 0) };
}
