import { ProviderError } from '../ProviderError.ts';

/** The stream ended without a word that the answer is whole: it broke off, wherever that was. */
export const truncated = (): ProviderError =>
  new ProviderError('provider_error', new Error('the stream just stopped'), { retryable: true });

/** Something came that isn't in the provider's format: a broken line now, maybe none the next time. */
export const malformed = (): ProviderError =>
  new ProviderError('provider_error', new Error('the provider sent something that is no JSON'), {
    retryable: true,
  });

/** The call's own signal ended it. */
export const aborted = ({ reason }: AbortSignal): ProviderError =>
  new ProviderError('provider_error', new Error('the call was broken off', { cause: reason }));
