import type { Usage } from '@parley/protocol';
import { toNanos, toUsd } from './costOf.ts';

/** The sum of what was used, its cost exact to the billionth of a dollar. Of what none was said, nothing is told. */
export function addUsages(usages: readonly Usage[]): Usage {
  const sum = (of: (usage: Usage) => number | undefined): number =>
    usages.reduce((total, usage) => total + (of(usage) ?? 0), 0);
  const cachedTokens = sum((usage) => usage.cachedTokens);
  const reasoningTokens = sum((usage) => usage.reasoningTokens);
  const isPriced = usages.some(({ costUsd }) => costUsd !== undefined);
  return {
    inputTokens: sum((usage) => usage.inputTokens),
    outputTokens: sum((usage) => usage.outputTokens),
    totalTokens: sum((usage) => usage.totalTokens),
    ...(cachedTokens > 0 && { cachedTokens }),
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(isPriced && { costUsd: toUsd(sum(({ costUsd = 0 }) => toNanos(costUsd))) }),
  };
}
