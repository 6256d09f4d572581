import { ProviderError } from '../ProviderError.ts';
import { malformed } from './brokenStream.ts';
import { isNetworkError, isUnsent, networkError } from './networkError.ts';

/** Whether the connection took too long to stand: the one time limit that isn't the caller's. */
export const connectTimeout = (error: unknown): ProviderError =>
  new ProviderError('provider_timeout', networkError(error), { retryable: true, unsent: true });

/** The connection couldn't be made, or was lost. */
export const connectionLost = (error: unknown): ProviderError =>
  new ProviderError('provider_error', networkError(error), {
    retryable: true,
    ...(isUnsent(error) && { unsent: true }),
  });

/** Our error for what no provider said: a failure of the network, a stream that can't be read, a bug before the call. */
export function mapError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof SyntaxError) return malformed();
  if (isNetworkError(error)) return connectionLost(error);
  return new ProviderError('provider_error', error, { retryable: false, unsent: true });
}
