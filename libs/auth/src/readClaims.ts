import { ParleyError, UserId, type User } from '@parley/protocol';
import { z } from 'zod';

/** Who a token is for, and until when. */
export interface Verified {
  readonly user: User;
  /** When it was issued, in milliseconds since 1970; 0: it doesn't say. */
  readonly issuedAt: number;
  /** When the token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

const Claims = z.object({
  sub: UserId,
  name: z.string().optional(),
  roles: z.array(z.string()).default(['user']),
  // Only orders tokens: without a right one, a token is older than all others.
  iat: z.number().min(0).catch(0),
  exp: z.number(),
});

/**
 * Reads the claims of a token whose signature was found right.
 *
 * @param now the time, in milliseconds since 1970
 * @throws ParleyError `auth`/`token_invalid` that names the claim, or `auth`/`token_expired`
 */
export function readClaims(payload: unknown, now: number): Verified {
  const claims = Claims.safeParse(payload);
  if (!claims.success) {
    const [issue] = claims.error.issues;
    throw new ParleyError('auth', 'token_invalid', `The token's ${issue?.path.join('.')} is not valid.`);
  }
  const { sub: id, name, roles, iat, exp } = claims.data;
  const expiresAt = exp * 1000;
  // RFC 7519, 4.1.4: not accepted on the expiry itself either; the library would.
  if (now >= expiresAt) throw new ParleyError('auth', 'token_expired', 'The token has expired.');
  const user = { id, roles, ...(name === undefined ? {} : { name }) };
  return { user, issuedAt: iat * 1000, expiresAt };
}
