import type { User } from '@parley/protocol';
import { createSigner } from 'fast-jwt';
import type { TokenRules } from './TokenRules.ts';

/** A token and when it expires, in milliseconds since 1970. */
export interface Signed {
  readonly token: string;
  readonly expiresAt: number;
}

const TWELVE_HOURS_MS = 12 * 3_600_000;

/**
 * Makes tokens that the same rules accept, for trying out: with the shared secret, for 12 hours unless told.
 *
 * @throws Error when the rules have no shared secret
 */
export function createTokenSigner(rules: TokenRules): (user: User, lifetimeMs?: number) => Signed {
  const { key, issuer, audience } = rules;
  if (typeof key !== 'string') throw new Error('tokens can only be made with a shared secret');
  const sign = createSigner({
    key,
    algorithm: 'HS256',
    ...(issuer === undefined ? {} : { iss: issuer }),
    ...(audience === undefined ? {} : { aud: audience }),
  });
  return (user, lifetimeMs = TWELVE_HOURS_MS) => {
    const exp = Math.floor((Date.now() + lifetimeMs) / 1000);
    const { id: sub, name, roles } = user;
    return {
      token: sign({ sub, roles, exp, ...(name === undefined ? {} : { name }) }),
      expiresAt: exp * 1000,
    };
  };
}
