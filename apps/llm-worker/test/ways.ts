import type { ModelConfig } from '@parley/config';
import * as fc from 'fast-check';
import type { CallableModel } from '../src/models.ts';
import { ProviderError, type Failure } from '../src/providers/ProviderError.ts';
import type { Provider, ProviderEvent } from '../src/providers/provider.ts';
import { modelOf } from './fakeCalls.ts';

/** How one call goes: what is said, and the failure that it ends with. */
export interface Way {
  readonly says: readonly ProviderEvent[];
  readonly fails?: Failure;
}

/** A piece of what it says. */
export const text = (said: string): ProviderEvent => ({ type: 'text', text: said });
/** It says this much, then fails. */
export const failing = (fails: Failure, says: readonly ProviderEvent[] = []): Way => ({ says, fails });
/** A failure that may not come again. */
export const BUSY: Failure = { retryable: true, status: 429 };
/** All goes well. */
export const WELL: Way = { says: [text('Fine.'), { type: 'usage', inputTokens: 5, outputTokens: 2 }] };

/** A provider whose calls go these ways, and well after that. */
export function goes(ways: readonly Way[]): Provider {
  const left = [...ways];
  return {
    async stream(_request, say) {
      const { says, fails } = left.shift() ?? WELL;
      says.forEach((event) => say(event));
      if (fails) throw new ProviderError('provider_error', new Error('asked to'), fails);
    },
  };
}

/** A model of this id and its provider, as models are listed. */
export const one = (
  ways: readonly Way[],
  id: string,
  config?: Partial<ModelConfig>,
): readonly [string, CallableModel] => [id, { config: modelOf(id, config), provider: goes(ways) }];

/** The text that was said in all. */
export const saidIn = (events: readonly { type: string; text?: string }[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

/** Failures of every sort that a provider may have. */
export const anyFailure: fc.Arbitrary<Failure> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(429, 408, 500, 503).map((status) => ({ retryable: true, status })),
  },
  { weight: 1, arbitrary: fc.constant({ retryable: true }) },
  {
    weight: 2,
    arbitrary: fc.nat(250_000).map((retryAfterMs) => ({ retryable: true, status: 429, retryAfterMs })),
  },
  { weight: 1, arbitrary: fc.constant({ retryable: false, status: 400 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(402, 403, 404, 429).map((status) => ({ retryable: false, status })),
  },
  { weight: 1, arbitrary: fc.constant({ retryable: false, status: 401, keyRefused: true }) },
);
