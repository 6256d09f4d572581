import { describe, expect, test } from '@jest/globals';
import { connectionOptions } from './connectionOptions.ts';

describe('connectionOptions', () => {
  test.each([
    ['nats://localhost:4222', { servers: ['localhost:4222'] }],
    ['localhost:4222', { servers: ['localhost:4222'] }],
    ['nats://a:1, nats://b:2', { servers: ['a:1', 'b:2'] }],
    ['nats://ann:p%40ss@a:1,nats://b:2', { servers: ['a:1', 'b:2'], user: 'ann', pass: 'p@ss' }],
    ['nats://token@a:1', { servers: ['a:1'], token: 'token' }],
    ['tls://a:1', { servers: ['a:1'], tls: {} }],
    ['nats://a', { servers: ['a'] }],
  ])('%s', (url, expected) => {
    expect(connectionOptions(url, 'x')).toMatchObject(expected);
  });

  test.each(['', 'http://a', 'nats://', 'nats://a:1,,'])('`%s` is refused, naming the field', (url) => {
    expect(() => connectionOptions(url, 'x')).toThrow(/^url: must be/);
  });

  test('a password isn’t kept in the addresses', () => {
    expect(JSON.stringify(connectionOptions('nats://ann:secret@a:1', 'x').servers)).not.toContain('secret');
  });
});
