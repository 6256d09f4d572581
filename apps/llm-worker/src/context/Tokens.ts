import type { ModelConfig } from '@parley/config';

/** Counts tokens as a model's provider would. */
export interface Tokens {
  /** Resolves once the model's own tokenizer is at hand, where it is public; until then its counts are estimates. */
  ready(model: ModelConfig): Promise<void>;
  /** By the model's own tokenizer where it is public; else estimated, and corrected by what its provider has counted. */
  count(model: ModelConfig, text: string): number;
  /** A provider counted `actual` tokens where we had counted `counted`: later estimates come closer. */
  learn(model: ModelConfig, counted: number, actual: number): void;
}
