import { ProviderError } from './ProviderError.ts';
import type { Provider } from './provider.ts';

/** A model whose key is missing: every call fails at once, and nothing is sent. */
export const keylessProvider = (reason: string): Provider => ({
  async stream() {
    throw new ProviderError('provider_error', new Error(reason), { retryable: false, keyRefused: true });
  },
});
