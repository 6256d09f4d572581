import { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import type { ProviderError } from '../ProviderError.ts';
import { answeredError } from '../errors/answeredError.ts';
import { connectionLost, connectTimeout, mapError } from '../errors/mapError.ts';
import { statusOf } from '../errors/statusOf.ts';

/** Our error for whatever the SDK threw. */
export function mapAnthropicError(error: unknown): ProviderError {
  if (error instanceof APIConnectionTimeoutError) return connectTimeout(error);
  if (error instanceof APIConnectionError) return connectionLost(error);
  if (!(error instanceof APIError)) return mapError(error);
  const { status = statusOf(error.type), type, errorCode, message, requestID, headers } = error;
  return answeredError({ status, code: errorCode, type, message, requestId: requestID, headers });
}
