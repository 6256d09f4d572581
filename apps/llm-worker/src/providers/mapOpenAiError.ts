import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { ProviderError } from './ProviderError.ts';

/** The error without the provider's own words, which may quote what was said: it will be logged. */
function wordless(error: unknown): unknown {
  if (error instanceof SyntaxError) return new Error('the provider sent something that is no JSON');
  if (!(error instanceof APIError) || error instanceof APIConnectionError) return error;
  const { status, code, type, requestID } = error;
  return Object.assign(new Error('the provider answered with an error'), { status, code, type, requestID });
}

/** Our error for whatever the SDK threw. */
export function mapOpenAiError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof APIConnectionTimeoutError) return new ProviderError('provider_timeout', error);
  if (error instanceof APIError && error.code === 'context_length_exceeded') {
    return new ProviderError('context_too_long', wordless(error));
  }
  return new ProviderError('provider_error', wordless(error));
}
