import type { ModelConfig } from '@parley/config';

/**
 * Tokens that a request takes beyond its prompt and messages: what begins an answer, and for Anthropic the line before a
 * conversation that begins with one.
 */
const TOKENS: Readonly<Record<string, number>> = { anthropic: 24 };
const OTHERS = 8;

export const perRequest = ({ provider }: Pick<ModelConfig, 'provider'>): number => TOKENS[provider] ?? OTHERS;
