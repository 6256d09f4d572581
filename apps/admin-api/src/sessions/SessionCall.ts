import { ModelId, Timestamp, Usage, Uuid } from '@parley/protocol';
import type { LedgerCall } from '@parley/store';
import { z } from 'zod';

const count = z.int().min(0);

/** A call of a model that was made for a session, as admins see it. */
export const SessionCall = z.object({
  id: Uuid.describe('the request’s id at the provider'),
  purpose: z.enum(['answer', 'title', 'summary', 'draft', 'transcription', 'speech']),
  messageId: Uuid.optional().describe('the answer it was made for'),
  attempt: count.optional(),
  tried: count.describe('which try of its attempt, from 1'),
  model: ModelId,
  provider: z.string(),
  startedAt: Timestamp,
  outcome: z
    .enum(['unknown', 'complete', 'stopped', 'interrupted', 'failed'])
    .describe('`unknown`: it is under way, or its end was never written'),
  durationMs: count.optional(),
  firstTokenMs: count.optional().describe('began → first token'),
  usage: Usage.optional(),
  estimated: z.boolean().optional().describe('the provider didn’t say what it took: we counted'),
  error: z.string().optional(),
  status: z.int().optional().describe('HTTP status of the failure'),
});
export type SessionCall = z.infer<typeof SessionCall>;

function usageIn({ inputTokens, outputTokens, cachedTokens, reasoningTokens, costUsd }: LedgerCall) {
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const totalTokens = inputTokens + outputTokens;
  return { inputTokens, outputTokens, totalTokens, cachedTokens, reasoningTokens, costUsd };
}

/** What is told of an entry of the ledger. */
export function toSessionCall(call: LedgerCall): SessionCall {
  const { id, purpose, messageId, attempt, tried, model, provider } = call;
  const { outcome, estimated, error, status } = call;
  const { startedAt, firstTokenAt, endedAt } = call;
  const since = (at: number | undefined) => (at === undefined ? undefined : Math.max(0, at - startedAt));
  return {
    id,
    purpose,
    messageId,
    attempt,
    tried,
    model,
    provider,
    startedAt: new Date(startedAt).toISOString(),
    outcome,
    durationMs: since(endedAt),
    firstTokenMs: since(firstTokenAt),
    usage: usageIn(call),
    estimated,
    error,
    status,
  };
}
