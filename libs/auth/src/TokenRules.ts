import { createKeySource, type KeySource } from './createKeySource.ts';

export type Algorithm = 'HS256' | 'RS256' | 'ES256' | 'EdDSA';

/** What a token must be like to be accepted. */
export interface TokenRules {
  /** The shared secret, or where public keys come from. */
  readonly key: string | KeySource;
  readonly algorithms: readonly Algorithm[];
  readonly issuer?: string;
  readonly audience?: string;
}

/** The configuration that rules are made of, by its names. */
export interface TokenConfig {
  readonly JWT_SECRET?: string | undefined;
  readonly JWKS_URL?: string | undefined;
  readonly JWT_ALGORITHMS?: readonly Algorithm[] | undefined;
  readonly JWT_ISSUER?: string | undefined;
  readonly JWT_AUDIENCE?: string | undefined;
}

/**
 * The rules that a configuration asks for. The algorithms come from it alone, never from a token, and those of a
 * shared secret and of public keys are never mixed: a public key, known to all, could else be taken for a secret.
 *
 * @throws Error when there is not exactly one of a secret and a JWKS URL, or the algorithms don't fit it
 */
export function tokenRules(config: TokenConfig): TokenRules {
  const { JWT_SECRET: secret, JWKS_URL: url, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = config;
  if ((secret === undefined) === (url === undefined))
    throw new Error('JWT_SECRET or JWKS_URL is needed, and only one');
  const fitting: readonly Algorithm[] = secret === undefined ? ['RS256', 'ES256', 'EdDSA'] : ['HS256'];
  const algorithms = config.JWT_ALGORITHMS ?? fitting;
  if (algorithms.length === 0 || algorithms.some((name) => !fitting.includes(name))) {
    throw new Error(`JWT_ALGORITHMS must be some of ${fitting.join(', ')}`);
  }
  return {
    key: secret ?? createKeySource(url ?? ''),
    algorithms,
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  };
}
