import { addCounts, NO_COUNTS, type Counts, type Fleet, type Tally } from '@parley/store';
import type { Range } from './readRange.ts';

/** By what usage is summed up. */
export const USAGE_KEYS = ['model', 'user', 'day'] as const;
export type UsageKey = (typeof USAGE_KEYS)[number];

/** What some key used. */
export interface Usage {
  readonly key: string;
  readonly counts: Counts;
}

const KEY_OF: Readonly<Record<UsageKey, (tally: Tally) => string>> = {
  model: ({ model }) => model,
  user: ({ userId }) => userId,
  day: ({ hour }) => new Date(hour).toISOString().slice(0, 10),
};

const byKey = (a: Usage, b: Usage): number => (a.key < b.key ? -1 : 1);
const byTokens = (a: Usage, b: Usage): number => b.counts.totalTokens - a.counts.totalTokens || byKey(a, b);

/** What was used in these hours: all together, and by model or user (most tokens first) or by day (in UTC, in order). */
export async function usageOf(
  fleet: Pick<Fleet, 'tallies'>,
  { from, to }: Range,
  groupBy: UsageKey,
): Promise<{ readonly total: Counts; readonly usages: readonly Usage[] }> {
  const keyOf = KEY_OF[groupBy];
  const sums = new Map<string, Counts>();
  for await (const tally of fleet.tallies(from, to)) {
    const key = keyOf(tally);
    sums.set(key, addCounts(sums.get(key) ?? NO_COUNTS, tally.counts));
  }
  const usages = [...sums].map(([key, counts]) => ({ key, counts }));
  const total = usages.reduce((sum, { counts }) => addCounts(sum, counts), NO_COUNTS);
  return { total, usages: usages.sort(groupBy === 'day' ? byKey : byTokens) };
}
