import type { ModelConfig } from '@parley/config';
import { anthropicProvider } from './anthropic/anthropicProvider.ts';
import { demoProvider } from './demo/demoProvider.ts';
import { difyProvider } from './dify/difyProvider.ts';
import { openAiProvider } from './openai/openAiProvider.ts';
import type { Provider } from './provider.ts';

/** The client for a model's provider; `connectMs`: longest time until its connection stands, in milliseconds. */
export function providerOf({ provider, apiKey = '', baseUrl }: ModelConfig, connectMs: number): Provider {
  switch (provider) {
    case 'openai':
      return openAiProvider({ apiKey, baseUrl, connectMs });
    case 'anthropic':
      return anthropicProvider({ apiKey, baseUrl, connectMs });
    case 'dify':
      return difyProvider({ apiKey, baseUrl, connectMs });
    case 'demo':
      return demoProvider;
  }
}
