import { createVerifier } from 'fast-jwt';
import { readClaims, type Verified } from './readClaims.ts';
import { toAuthError } from './toAuthError.ts';
import type { TokenRules } from './TokenRules.ts';
import { verifierOptions } from './verifierOptions.ts';

/**
 * Checks a token.
 *
 * @throws ParleyError `auth`/`token_invalid`, `auth`/`token_expired`, or `service`/`unavailable` when the issuer's keys
 * can't be had
 */
export type VerifyToken = (token: string) => Promise<Verified>;

/** Makes the check of tokens that belongs to some rules. */
export function createTokenVerifier(rules: TokenRules): VerifyToken {
  const { key } = rules;
  const options = verifierOptions(rules);
  const verify: (token: string) => unknown =
    typeof key === 'string'
      ? createVerifier({ ...options, key })
      : createVerifier({
          ...options,
          key: (token: { header: Record<string, unknown> }) => key(token.header),
        });
  return async (token) => {
    try {
      return readClaims(await verify(token), Date.now());
    } catch (error) {
      throw toAuthError(error);
    }
  };
}
