import type { VerifierOptions } from 'fast-jwt';
import type { TokenRules } from './TokenRules.ts';

/** The rules as the JWT library takes them; the one place where they are said, for HTTP and for upgrades. */
export function verifierOptions({ algorithms, issuer, audience }: TokenRules): VerifierOptions {
  return {
    algorithms: [...algorithms],
    // A claim that must have a value must be there: the library skips the check of a missing one.
    requiredClaims: [
      'sub',
      'exp',
      ...(issuer === undefined ? [] : ['iss']),
      ...(audience === undefined ? [] : ['aud']),
    ],
    ...(issuer === undefined ? {} : { allowedIss: issuer }),
    ...(audience === undefined ? {} : { allowedAud: audience }),
  };
}
