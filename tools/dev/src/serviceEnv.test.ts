import { describe, expect, test } from '@jest/globals';
import { serviceEnv } from './serviceEnv.ts';

const secrets = { JWT_SECRET: 'j', ENCRYPTION_KEYS: 'k', NATS_KEY: 'n' };
const envWith = (env: NodeJS.ProcessEnv) =>
  serviceEnv({ env, port: 8080, dataDir: '/d', secrets, addresses: { NATS_URL: 'nats://own' } });

describe('serviceEnv', () => {
  test('adds what services need', () => {
    expect(envWith({ OPENAI_API_KEY: 'x', XDG_CACHE_HOME: '/c' })).toEqual({
      OPENAI_API_KEY: 'x',
      XDG_CACHE_HOME: '/c',
      NATS_URL: 'nats://own',
      AUTH_MODE: 'dev',
      ALLOWED_ORIGINS: 'http://localhost:8080,http://127.0.0.1:8080',
      CONSOLE_URL: 'http://localhost:8080',
      ENCRYPTION_KEYS: 'k',
      JWT_SECRET: 'j',
      SHUTDOWN_GRACE: '4s',
      DATA_DIR: '/d',
      NODE_COMPILE_CACHE: '/c/parley/compiled',
    });
  });

  test('leaves alone what a person set, as a value or as a file', () => {
    const env = envWith({ AUTH_MODE: 'jwt', ENCRYPTION_KEYS_FILE: '/keys', SHUTDOWN_GRACE: '1s' });
    expect(env).toMatchObject({ AUTH_MODE: 'jwt', ENCRYPTION_KEYS_FILE: '/keys', SHUTDOWN_GRACE: '1s' });
    expect(env).not.toHaveProperty('ENCRYPTION_KEYS');
  });

  test('gives no secret beside public keys', () => {
    expect(envWith({ JWKS_URL: 'https://issuer' })).not.toHaveProperty('JWT_SECRET');
  });
});
