import { key, optionalKey } from '../key.ts';
import { list } from '../types/list.ts';
import { oneOf } from '../types/oneOf.ts';
import { origin } from '../types/origin.ts';
import { text } from '../types/text.ts';
import { url } from '../types/url.ts';

type Algorithm = 'HS256' | 'RS256' | 'ES256' | 'EdDSA';

/** A secret and public keys side by side would let a token choose between them. */
function secretRule(secret: string | undefined, all: Readonly<Record<string, unknown>>): string | undefined {
  if (secret !== undefined) {
    return all['JWKS_URL'] === undefined ? undefined : 'must not be given beside JWKS_URL';
  }
  if (all['AUTH_MODE'] === 'dev') return 'is required with AUTH_MODE=dev';
  const other = 'JWKS_URL' in all ? all['JWKS_URL'] : 'unreadable';
  return other === undefined ? 'or JWKS_URL is required with AUTH_MODE=jwt' : undefined;
}

/** HS256 belongs to a secret, the others to public keys: in one list a public key could be taken for a secret. */
function algorithmsRule(
  algorithms: readonly Algorithm[] | undefined,
  all: Readonly<Record<string, unknown>>,
): string | undefined {
  if (algorithms === undefined) return undefined;
  if (all['JWT_SECRET'] !== undefined && algorithms.some((name) => name !== 'HS256')) {
    return 'must be HS256 with JWT_SECRET';
  }
  if (all['JWKS_URL'] !== undefined && algorithms.includes('HS256'))
    return 'must not have HS256 with JWKS_URL';
  return undefined;
}

/** What every service that checks tokens has. */
export const authKeys = {
  AUTH_MODE: key({
    what: '`jwt`: tokens come from elsewhere. `dev`: anybody gets a token for any user, for trying out.',
    type: oneOf('dev', 'jwt'),
    default: 'jwt',
    example: 'AUTH_MODE=jwt',
  }),
  JWT_SECRET: optionalKey({
    what: 'The shared secret of HS256 tokens, at least 32 bytes; this or `JWKS_URL`.',
    // RFC 7518, section 3.2: a key of at least the size of the hash.
    type: text(32, 4096),
    example: 'JWT_SECRET_FILE=/run/secrets/jwt_secret',
    secret: true,
    rule: secretRule,
  }),
  JWKS_URL: optionalKey({
    what: 'Where the public keys of the token issuer are; this or `JWT_SECRET`.',
    type: url(),
    example: 'JWKS_URL=https://login.example.com/.well-known/jwks.json',
  }),
  JWT_ALGORITHMS: optionalKey({
    what: 'The algorithms that tokens may have; without it `HS256` with a secret, else `RS256,ES256,EdDSA`.',
    type: list(oneOf('HS256', 'RS256', 'ES256', 'EdDSA')),
    example: 'JWT_ALGORITHMS=RS256,ES256',
    rule: algorithmsRule,
  }),
  JWT_ISSUER: optionalKey({
    what: 'The `iss` that tokens must have; without it none is asked for.',
    type: text(1, 1000),
    example: 'JWT_ISSUER=https://login.example.com/',
  }),
  JWT_AUDIENCE: optionalKey({
    what: 'The `aud` that tokens must have; without it none is asked for.',
    type: text(1, 1000),
    example: 'JWT_AUDIENCE=parley',
  }),
  ALLOWED_ORIGINS: key({
    what: 'The origins that browsers may come from, exactly, with commas between.',
    type: list(origin()),
    default: 'http://localhost:8080',
    example: 'ALLOWED_ORIGINS=https://chat.example.com',
  }),
};
