import { ParleyError } from '@parley/protocol';

const EXPIRED = new Set(['FAST_JWT_EXPIRED', 'FST_JWT_AUTHORIZATION_TOKEN_EXPIRED']);

/** A property of whatever was thrown, errors of another realm included. */
const property = (thrown: unknown, name: string): unknown =>
  typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;

/** What a client is told of anything that went wrong in checking its token. The library's own words stay inside. */
export function toAuthError(thrown: unknown): ParleyError {
  // The library wraps what was thrown while it got the key.
  for (const error of [thrown, property(thrown, 'originalError')]) {
    if (error instanceof ParleyError) return error as ParleyError;
  }
  if (EXPIRED.has(String(property(thrown, 'code')))) {
    return new ParleyError('auth', 'token_expired', 'The token has expired.', { cause: thrown });
  }
  return new ParleyError('auth', 'token_invalid', 'The token is not valid.', { cause: thrown });
}
