import type { ModelConfig } from '@parley/config';
import { keepsConversations } from './keepsConversations.ts';
import { Lru } from './Lru.ts';

/** What a model's estimates may be multiplied with, at least and at most. */
const LEAST = 0.5;
const MOST = 2;
/** Models whose factor is kept; a file names at most 100. */
const KEPT_MODELS = 500;
/** What one count weighs at least against those before it. */
const SMOOTHING = 0.2;
/** Tokens from which on a count has its whole weight: below, what a provider adds to each call is most of it. */
const WHOLE_WEIGHT = 500;

interface Learned {
  readonly factor: number;
  readonly times: number;
}

const keyOf = ({ provider, baseUrl = '', model = '' }: ModelConfig): string =>
  JSON.stringify([provider, baseUrl, model]);

const isCount = (tokens: number): boolean => Number.isFinite(tokens) && tokens > 0;

/** Brings the estimates of each model nearer to what its provider counts. */
export function createCorrection() {
  const learned = new Lru<Learned>({ maxWeight: KEPT_MODELS });
  const of = (model: ModelConfig): Learned => learned.get(keyOf(model)) ?? { factor: 1, times: 0 };
  return {
    /** An estimate, corrected. */
    apply: (model: ModelConfig, estimate: number): number => Math.ceil(estimate * of(model).factor),
    /** A provider counted `actual` where we had a corrected estimate of `counted`. */
    learn(model: ModelConfig, counted: number, actual: number): void {
      if (keepsConversations(model) || !isCount(counted) || !isCount(actual)) return;
      const { factor, times } = of(model);
      const seen = Math.min(MOST, Math.max(LEAST, (factor * actual) / counted));
      const weight = Math.max(SMOOTHING, 1 / (times + 2)) * Math.min(1, counted / WHOLE_WEIGHT);
      learned.set(keyOf(model), { factor: factor + weight * (seen - factor), times: times + 1 });
    },
  };
}
