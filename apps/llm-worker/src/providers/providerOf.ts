import type { ModelConfig } from '@parley/config';
import { demoProvider } from './demo/demoProvider.ts';
import type { Provider } from './provider.ts';
import type { ProviderSettings } from './settings.ts';

/**
 * A provider whose client is loaded for its first call: the SDKs are a quarter of what a worker's start takes, and most
 * workers use one of them.
 */
function onFirstCall(load: () => Promise<Provider>): Provider {
  let loaded: Promise<Provider> | undefined;
  return { stream: async (request, say) => (await (loaded ??= load())).stream(request, say) };
}

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
