import type { Usage } from '@parley/protocol';
import { z } from 'zod';

const count = z.int().min(0);

/** What calls of models took, as it is told: sums of the ledger. */
export const Consumed = z.object({
  tokens: z.object({
    input: count,
    output: count,
    total: count,
    cached: count.describe('of the input: what providers had read before'),
    reasoning: count.describe('of the output: what models thought'),
  }),
  costUsd: z.number().min(0).describe('as far as prices are known'),
});

/** What is told of a usage, or of none. */
export const toConsumed = (usage: Partial<Usage> = {}): z.infer<typeof Consumed> => ({
  tokens: {
    input: usage.inputTokens ?? 0,
    output: usage.outputTokens ?? 0,
    total: usage.totalTokens ?? 0,
    cached: usage.cachedTokens ?? 0,
    reasoning: usage.reasoningTokens ?? 0,
  },
  costUsd: usage.costUsd ?? 0,
});
