import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  authKeys,
  baseKeys,
  defineConfig,
  describeConfig,
  loadConfig,
  mongoKeys,
  natsKeys,
  quotaKeys,
} from '../index.ts';

const schema = defineConfig({ ...baseKeys, ...natsKeys, ...mongoKeys, ...authKeys });
const secret = randomBytes(32).toString('hex');
const jwks = 'http://127.0.0.1/jwks';
const good = {
  NATS_URL: 'nats://a:4222,nats://b:4222',
  MONGODB_URI: 'mongodb://127.0.0.1/parley',
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  JWT_SECRET: secret,
};

/** JWKS_URL and the secret exclude each other. */
const without = (key: string) =>
  key === 'JWKS_URL' || key === 'JWT_ALGORITHMS' ? { JWT_SECRET: '', JWKS_URL: jwks } : {};

describe('the quota', () => {
  test('[P62] is none unless it is set, and a whole number of tokens from 1 on', () => {
    const quota = defineConfig(quotaKeys);
    expect(loadConfig(quota, {})).toEqual({ QUOTA_TOKENS: undefined });
    expect(loadConfig(quota, { QUOTA_TOKENS: '200000' })).toEqual({ QUOTA_TOKENS: 200_000 });
    for (const QUOTA_TOKENS of ['0', '-1', '1.5', 'many'])
      expect(() => loadConfig(quota, { QUOTA_TOKENS })).toThrow('QUOTA_TOKENS');
  });
});

describe('the shared keys', () => {
  test('have their documented defaults', () => {
    expect(loadConfig(schema, good)).toMatchObject({
      NODE_ENV: 'development',
      PORT: 8080,
      SHUTDOWN_GRACE: 20_000,
      LOG_LEVEL: 'info',
      AUTH_MODE: 'jwt',
      NATS_URL: ['nats://a:4222', 'nats://b:4222'],
      ALLOWED_ORIGINS: ['http://localhost:8080'],
      JWT_ALGORITHMS: undefined,
    });
  });

  test('in production each missing secret is told', () => {
    const load = () => loadConfig(schema, { NODE_ENV: 'production' });
    for (const name of ['NATS_URL', 'MONGODB_URI', 'ENCRYPTION_KEYS', 'JWT_SECRET']) {
      expect(load).toThrow(new RegExp(`^  ${name} `, 'm'));
    }
  });

  test.each([
    ['a secret beside public keys', { JWKS_URL: jwks }, 'JWT_SECRET must not be given beside JWKS_URL'],
    ['neither', { JWT_SECRET: '' }, 'JWT_SECRET or JWKS_URL is required with AUTH_MODE=jwt'],
    [
      'dev without a secret',
      { JWT_SECRET: '', AUTH_MODE: 'dev' },
      'JWT_SECRET is required with AUTH_MODE=dev',
    ],
    ['RS256 with a secret', { JWT_ALGORITHMS: 'RS256' }, 'JWT_ALGORITHMS must be HS256 with JWT_SECRET'],
    [
      'HS256 with public keys',
      { JWT_SECRET: '', JWKS_URL: jwks, JWT_ALGORITHMS: 'RS256,HS256' },
      'JWT_ALGORITHMS must not have HS256 with JWKS_URL',
    ],
  ])('refuse %s', (_name, env, message) => {
    expect(() => loadConfig(schema, { ...good, ...env })).toThrow(message);
  });

  test('take public keys instead of a secret', () => {
    const env = { ...good, JWT_SECRET: '', JWKS_URL: jwks, JWT_ALGORITHMS: 'RS256,EdDSA' };
    expect(loadConfig(schema, env)).toMatchObject({ JWKS_URL: jwks, JWT_ALGORITHMS: ['RS256', 'EdDSA'] });
  });

  test('are described whole, and each default and plain example is right', () => {
    const rows = describeConfig(schema);
    expect(rows.map((row) => row.key)).toEqual(Object.keys(schema));
    expect(rows.find((row) => row.key === 'JWT_SECRET')).toMatchObject({ secret: true, required: false });
    expect(rows.find((row) => row.key === 'NATS_URL')).toMatchObject({ secret: true, required: true });
    for (const row of rows) {
      expect(row.example).toMatch(new RegExp(`^${row.key}(_FILE)?=`));
      if (row.secret) continue;
      const [name, written] = row.example.split('=');
      expect(() => loadConfig(schema, { ...good, [name ?? '']: written, ...without(row.key) })).not.toThrow();
    }
  });
});
