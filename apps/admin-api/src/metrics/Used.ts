import type { UsageTotal } from '@parley/store';
import { z } from 'zod';

const count = z.int().min(0);

/** What calls of models took, as usage tells it. */
export const Used = z.object({
  calls: count.describe('those too that took nothing, or of which nothing is known'),
  inputTokens: count,
  outputTokens: count,
  totalTokens: count,
  cachedTokens: count.describe('of the input: what providers had read before'),
  reasoningTokens: count.describe('of the output: what models thought'),
  costUsd: z.number().min(0).describe('as far as prices are known'),
});

/** What is told of a sum of the ledger. */
export const toUsed = ({ calls, usage }: UsageTotal): z.infer<typeof Used> => ({
  calls,
  inputTokens: usage.inputTokens,
  outputTokens: usage.outputTokens,
  totalTokens: usage.totalTokens,
  cachedTokens: usage.cachedTokens ?? 0,
  reasoningTokens: usage.reasoningTokens ?? 0,
  costUsd: usage.costUsd ?? 0,
});
