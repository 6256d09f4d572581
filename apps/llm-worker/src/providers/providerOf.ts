import type { ModelConfig } from '@parley/config';
import { demoProvider } from './demo/demoProvider.ts';
import { onFirstCall } from './onFirstCall.ts';
import type { Provider } from './provider.ts';
import type { ProviderSettings } from './settings.ts';

/** The client for a model's provider; `connectMs`: longest time until its connection stands, in milliseconds. */
export function providerOf({ provider, apiKey = '', baseUrl }: ModelConfig, connectMs: number): Provider {
  const settings: ProviderSettings = { apiKey, baseUrl, connectMs };
  switch (provider) {
    case 'openai':
      return onFirstCall(async () => (await import('./openai/openAiProvider.ts')).openAiProvider(settings));
    case 'anthropic':
      return onFirstCall(async () =>
        (await import('./anthropic/anthropicProvider.ts')).anthropicProvider(settings),
      );
    case 'dify':
      return onFirstCall(async () => (await import('./dify/difyProvider.ts')).difyProvider(settings));
    case 'demo':
      return demoProvider;
  }
}
