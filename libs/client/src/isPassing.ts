import type { ClientError } from './clientError.ts';

/** Whether the same frame may succeed later: its outcome is unknown, or it came too early, or with too old a token. */
export const isPassing = ({ category, code, retryAfterMs }: ClientError): boolean =>
  category === 'service' ||
  (category === 'rate_limit' && retryAfterMs !== undefined) ||
  (category === 'auth' && code === 'token_expired');
