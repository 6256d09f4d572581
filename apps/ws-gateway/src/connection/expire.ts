import { CLOSE, ParleyError } from '@parley/protocol';
import type { Connection } from './Connection.ts';

/** Ends a connection whose token has expired without being refreshed. */
export function expire(connection: Connection): void {
  connection.fail(
    CLOSE.unauthorized,
    undefined,
    new ParleyError('auth', 'token_expired', 'The token has expired.'),
  );
}
