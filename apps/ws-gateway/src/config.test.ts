import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '@parley/config';
import { schema } from './config.ts';

const NEEDED = { NATS_URL: 'nats://127.0.0.1:4222', JWT_SECRET: 'a secret of tests that is long enough' };

describe('the configuration', () => {
  test('has its documented defaults', () => {
    expect(loadConfig(schema, NEEDED)).toMatchObject({
      HEARTBEAT: 25_000,
      RATE_MESSAGES: { n: 30, perMs: 60_000 },
      RATE_HELP: { n: 5, perMs: 60_000 },
      RATE_CONNECTIONS: { n: 20, perMs: 60_000 },
      RATE_FRAMES: { n: 100, perMs: 1000 },
      MAX_UPLOAD: 25_000_000,
      TRUST_PROXY: false,
    });
  });

  test('a certificate and its key come together', () => {
    expect(() => loadConfig(schema, { ...NEEDED, TLS_CERT: 'x' })).toThrow(
      'TLS_CERT must not be given without TLS_KEY',
    );
    expect(() => loadConfig(schema, { ...NEEDED, TLS_KEY: 'x' })).toThrow(
      'TLS_KEY must not be given without TLS_CERT',
    );
  });
});
