import { ProviderError, type Failure } from '../ProviderError.ts';
import { retryAfter } from './retryAfter.ts';

/** What a provider said when it didn't answer, over HTTP or in the middle of its stream. */
export interface Refusal {
  readonly status?: number | undefined;
  readonly code?: unknown;
  readonly type?: unknown;
  /** Its words: they decide, and are forgotten then. */
  readonly message?: string | undefined;
  readonly requestId?: unknown;
  readonly headers?: Pick<Headers, 'get'> | undefined;
}

/** Codes and types of providers; whatever is none may be somebody's words. */
const nameOf = (value: unknown): string | number | undefined =>
  typeof value === 'number' || (typeof value === 'string' && /^[\w.-]{1,80}$/u.test(value))
    ? value
    : undefined;

const TOO_LONG =
  /context.?(?:length|window|size|limit)|(?:prompt|input) is too long|maximum number of tokens|reduce the length/iu;
const TOO_LONG_NAMES = new Set<unknown>([
  'context_length_exceeded',
  'exceed_context_size_error',
  'request_too_large',
]);

/** Each provider says in its own way that a conversation doesn't fit. */
const isTooLong = ({ status, code, type, message = '' }: Refusal): boolean => {
  if (TOO_LONG_NAMES.has(code) || TOO_LONG_NAMES.has(type) || status === 413) return true;
  return (status === undefined || status === 400 || status === 422) && TOO_LONG.test(message);
};

/** The money is spent: waiting doesn't help, though some say so with a 429. */
const PAID_OUT = new Set<unknown>(['insufficient_quota', 'billing_error', 'billing_hard_limit_reached']);

/** The key is no good, whatever status says so. A 403 doesn't: it is about one model, a country, or what was said. */
const KEY_REFUSED = new Set<unknown>(['invalid_api_key', 'authentication_error']);

/** Statuses after which the same call may go well: 409 is how OpenAI says that something was locked. */
const isPassing = (status: number): boolean => [408, 409, 429].includes(status) || status >= 500;

function failureOf({ status, code, type, headers }: Refusal, tooLong: boolean): Failure {
  const hint = headers?.get('x-should-retry');
  const hopeless = tooLong || PAID_OUT.has(code) || PAID_OUT.has(type) || hint === 'false';
  return {
    // An error in the middle of a stream has no status: until then the provider had taken the call.
    retryable: !hopeless && (status === undefined || hint === 'true' || isPassing(status)),
    retryAfterMs: retryAfter(headers),
    ...((status === 401 || KEY_REFUSED.has(code) || KEY_REFUSED.has(type)) && { keyRefused: true }),
    status,
  };
}

/**
 * Our error for a provider's. What is logged of it says which one it was, never in the provider's words: they may quote
 * what was said.
 */
export function answeredError(refusal: Refusal, more: Partial<Failure> = {}): ProviderError {
  const { status, code, type, requestId } = refusal;
  const cause = Object.assign(new Error('the provider answered with an error'), {
    status,
    code: nameOf(code),
    // `type` itself is the class of an error, in a line of the log.
    errorType: nameOf(type),
    requestID: nameOf(requestId),
  });
  const tooLong = isTooLong(refusal);
  const failure = { ...failureOf(refusal, tooLong), ...more };
  if (tooLong) return new ProviderError('context_too_long', cause, failure);
  const late = status === 408 || status === 504;
  return new ProviderError(late ? 'provider_timeout' : 'provider_error', cause, failure);
}
