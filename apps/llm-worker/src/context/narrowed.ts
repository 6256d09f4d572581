import type { ModelConfig } from '@parley/config';

/** Of the window and of what a request may hold of images, what is left once its provider found it too long. */
export const NARROWED = { window: 0.7, images: 0.5 };

/** A model that reads less than its configuration says. */
export const narrowed = (config: ModelConfig): ModelConfig => ({
  ...config,
  contextTokens: Math.floor(config.contextTokens * NARROWED.window),
});
