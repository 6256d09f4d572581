import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { peerOf } from './peerOf.ts';

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

describe('peerOf', () => {
  test.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s belongs to %s', (address, network) => {
    expect(peerOf(request(address), false)).toEqual({ network, secure: false });
  });

  test('what a proxy says counts only when it is trusted, and of a list its last', () => {
    const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2', 'x-forwarded-proto': 'https' };
    expect(peerOf(request('10.0.0.1', headers), false)).toEqual({ network: '10.0.0.1', secure: false });
    expect(peerOf(request('10.0.0.1', headers), true)).toEqual({ network: '2.2.2.2', secure: true });
    expect(peerOf(request('10.0.0.1', { 'x-forwarded-proto': 'http' }), true).secure).toBe(false);
  });
});
