import { anyUuid } from '@parley/testing';
import * as fc from 'fast-check';
import type { BegunCall, EndedCall } from '../../src/index.ts';

const tokens = () => fc.oneof(fc.nat(20), fc.nat(2_000_000_000));
/** Dollars for a million tokens, to a thousandth of a cent. */
const rate = () => fc.nat(10_000_000).map((n) => n / 100_000);

const anyPrice = () =>
  fc.record({ input: rate(), output: rate(), cached: rate() }, { requiredKeys: ['input', 'output'] });

/** Any call within some days, of few enough users, sessions and models that they meet. */
export const anyBegun = (
  from: number,
  { users, sessions, messages }: Readonly<Record<'users' | 'sessions' | 'messages', readonly string[]>>,
): fc.Arbitrary<BegunCall> =>
  fc.record(
    {
      id: anyUuid(),
      sessionId: fc.constantFrom(...sessions),
      userId: fc.constantFrom(...users),
      purpose: fc.constantFrom('answer', 'title', 'summary', 'draft', 'transcription', 'speech'),
      messageId: fc.constantFrom(...messages),
      attempt: fc.integer({ min: 1, max: 3 }),
      tried: fc.integer({ min: 1, max: 5 }),
      model: fc.constantFrom('quick', 'clever', 'löcal/7b'),
      provider: fc.constantFrom('openai', 'anthropic', 'dify', 'demo'),
      price: anyPrice(),
      startedAt: fc.nat(4 * 86_400_000).map((ms) => from + ms),
    },
    { requiredKeys: ['id', 'sessionId', 'userId', 'purpose', 'tried', 'model', 'provider', 'startedAt'] },
  );

/** Any end of a call. */
export const anyEnded = (): fc.Arbitrary<EndedCall> =>
  fc
    .record(
      {
        outcome: fc.constantFrom('complete', 'stopped', 'interrupted', 'failed'),
        inputTokens: tokens(),
        outputTokens: tokens(),
        cachedTokens: tokens(),
        reasoningTokens: tokens(),
        estimated: fc.boolean(),
        firstTokenAt: fc.nat(4_000_000_000_000),
        endedAt: fc.nat(4_000_000_000_000),
        error: fc.constantFrom('provider_error', 'provider_timeout'),
        status: fc.integer({ min: 400, max: 599 }),
      },
      { requiredKeys: ['outcome', 'inputTokens', 'outputTokens', 'estimated', 'endedAt'] },
    )
    .map(({ cachedTokens, reasoningTokens, ...end }) => ({
      ...end,
      ...(cachedTokens !== undefined && { cachedTokens: Math.min(cachedTokens, end.inputTokens) }),
      ...(reasoningTokens !== undefined && { reasoningTokens: Math.min(reasoningTokens, end.outputTokens) }),
    }));
