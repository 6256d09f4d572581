import type { ModelConfig } from '@parley/config';

/**
 * Tokens that an image of the largest size takes, by who counts: OpenAI's patches of 32 pixels, 1,536 at most, weighted
 * by up to 1.62; Anthropic's pixels by 750.
 */
const PER_IMAGE: Readonly<Record<string, number>> = { openai: 2_500, anthropic: 1_600 };
const OTHERS = 1_600;

/** Tokens that one image counts for in a request to a model, whatever its size. */
export const imageTokens = ({ provider }: ModelConfig): number => PER_IMAGE[provider] ?? OTHERS;
