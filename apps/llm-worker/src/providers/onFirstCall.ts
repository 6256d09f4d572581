import { ProviderError } from './ProviderError.ts';
import type { Provider } from './provider.ts';

/**
 * A provider whose client is loaded for its first call: the SDKs are a quarter of what a worker's start takes, and most
 * workers use one of them.
 */
export function onFirstCall(load: () => Promise<Provider>): Provider {
  let loaded: Promise<Provider> | undefined;
  const client = async (): Promise<Provider> => {
    try {
      return await (loaded ??= load());
    } catch (error) {
      // The next call tries again.
      loaded = undefined;
      throw new ProviderError('provider_error', error, { retryable: true, unsent: true });
    }
  };
  return { stream: async (request, say) => (await client()).stream(request, say) };
}
