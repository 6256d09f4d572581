import type { ClientError } from './clientError.ts';

/**
 * Whether the same frame may succeed later: its outcome is unknown, or it came too early, or with too old a token. An
 * allowance that is used up isn't waited for: that may be a day.
 */
export const isPassing = ({ category, code, retryAfterMs }: ClientError): boolean =>
  category === 'service' ||
  (category === 'rate_limit' && code !== 'quota' && retryAfterMs !== undefined) ||
  (category === 'auth' && code === 'token_expired');
