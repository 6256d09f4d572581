import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { ProviderError } from '../ProviderError.ts';
import { answeredError } from '../errors/answeredError.ts';
import { connectionLost, connectTimeout, mapError } from '../errors/mapError.ts';

/** Our error for whatever the SDK threw. */
export function mapOpenAiError(error: unknown): ProviderError {
  if (error instanceof APIConnectionTimeoutError) return connectTimeout(error);
  if (error instanceof APIConnectionError) return connectionLost(error);
  if (!(error instanceof APIError)) return mapError(error);
  const { status, code, type, message, requestID, headers } = error;
  return answeredError({ status, code, type, message, requestId: requestID, headers });
}
