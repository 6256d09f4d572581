import type { IncomingHttpHeaders } from 'node:http';
import { ParleyError } from '@parley/protocol';

/** A query ends up in logs and histories: no place for a token. */
const QUERY_NAMES = ['token', 'access_token', 'id_token', 'jwt', 'bearer', 'authorization'];
const SUBPROTOCOL = 'bearer.';

/**
 * The token of a request or an upgrade: from `Authorization: Bearer <token>`, or, since a browser can't set that on a
 * WebSocket, from the offered subprotocol `bearer.<token>`.
 *
 * @throws ParleyError `auth`/`token_missing` without one, `auth`/`token_invalid` with two different ones, with another
 * scheme, or with one in the query string
 */
export function tokenOf(request: {
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}): string {
  const query = new URLSearchParams(request.url?.split('?').slice(1).join('?'));
  if ([...query.keys()].some((name) => QUERY_NAMES.includes(name.toLowerCase()))) {
    throw new ParleyError('auth', 'token_invalid', 'A token in the query string is refused.');
  }
  const { authorization, 'sec-websocket-protocol': offered = '' } = request.headers;
  const tokens = offered
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name.startsWith(SUBPROTOCOL))
    .map((name) => name.slice(SUBPROTOCOL.length));
  if (authorization !== undefined) {
    const [, token] = /^Bearer +([^\s]+) *$/i.exec(authorization) ?? [];
    if (token === undefined) {
      throw new ParleyError('auth', 'token_invalid', 'The authorization header is not "Bearer <token>".');
    }
    tokens.push(token);
  }
  const [token, ...others] = new Set(tokens);
  if (!token) throw new ParleyError('auth', 'token_missing', 'A bearer token is required.');
  if (others.length > 0)
    throw new ParleyError('auth', 'token_invalid', 'Only one bearer token may be given.');
  return token;
}
