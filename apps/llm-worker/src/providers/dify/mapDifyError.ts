import type { ProviderError } from '../ProviderError.ts';
import { answeredError } from '../errors/answeredError.ts';
import { connectTimeout, mapError } from '../errors/mapError.ts';
import { DifyError } from './DifyError.ts';

/** What the model behind Dify had, which Dify tells in words alone, with a 400: its rest may go well the next time. */
const PASSING = /rate limit|connection error|server unavailable/iu;

const isConnectTimeout = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT') || isConnectTimeout(error.cause));

/** Our error for whatever came instead of Dify's answer. */
export function mapDifyError(error: unknown): ProviderError {
  if (isConnectTimeout(error)) return connectTimeout(error);
  if (!(error instanceof DifyError)) return mapError(error);
  const { status, code, message, headers, withThread } = error;
  const refusal = { status, code, message, headers, requestId: headers?.get('x-request-id') };
  // A conversation that was deleted, has ended, or is another user's.
  if (withThread && (status === 404 || code === 'conversation_completed'))
    return answeredError(refusal, { retryable: false, threadLost: true });
  if (code === 'completion_request_error' && PASSING.test(message))
    return answeredError(refusal, { retryable: true });
  return answeredError(refusal);
}
