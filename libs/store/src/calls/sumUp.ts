import type { Usage } from '@parley/protocol';
import type { Collection, Filter } from 'mongodb';
import { atDatabase } from '../database/atDatabase.ts';
import type { CallDocument } from './CallDocument.ts';
import { toUsd } from './costOf.ts';

/** The sums over some calls. */
export interface Summed {
  /** What they have in common; null where that is nothing. */
  readonly _id: string | null;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  readonly costNanos: number;
  /** The greatest cost; null where none is known. */
  readonly dearest: number | null;
}

/** What is added up: whatever is missing counts as nothing. */
const SUMS = {
  calls: { $sum: 1 },
  inputTokens: { $sum: '$inputTokens' },
  outputTokens: { $sum: '$outputTokens' },
  cachedTokens: { $sum: '$cachedTokens' },
  reasoningTokens: { $sum: '$reasoningTokens' },
  costNanos: { $sum: '$costNanos' },
  dearest: { $max: '$costNanos' },
};

/** The calls that match, summed up: those with the same value of a field together, or all of them. */
export const sumUp = (
  calls: Collection<CallDocument>,
  filter: Filter<CallDocument>,
  by?: 'model' | 'userId' | 'day' | 'hour',
): Promise<Summed[]> => {
  const group = { _id: by === undefined ? null : `$${by}`, ...SUMS };
  return atDatabase('sum up calls', () =>
    calls.aggregate<Summed>([{ $match: filter }, { $group: group }]).toArray(),
  );
};

/** What they used. Of what none was said, nothing is told. */
export function toUsage(sums: Summed | undefined): Usage {
  if (!sums) return { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
  const { inputTokens, outputTokens, cachedTokens, reasoningTokens, costNanos, dearest } = sums;
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    ...(cachedTokens > 0 && { cachedTokens }),
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(dearest !== null && { costUsd: toUsd(costNanos) }),
  };
}
