import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { peerOf } from './peerOf.ts';

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

describe('peerOf', () => {
  test.each([
    ['10.1.2.3', '10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2', '2001:db8:1:2:3:4:5:6'],
    ['2001:db8::1', '2001:db8:0:0', '2001:db8::1'],
    ['::1', '0:0:0:0', '::1'],
    ['fe80::7%eth0', 'fe80:0:0:0', 'fe80::7'],
  ])('%s belongs to %s', (remote, network, address) => {
    expect(peerOf(request(remote), false)).toEqual({ address, network, secure: false });
  });

  test('what a proxy says counts only when it is trusted, and of a list its last', () => {
    const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2', 'x-forwarded-proto': 'https' };
    expect(peerOf(request('10.0.0.1', headers), false)).toEqual({
      address: '10.0.0.1',
      network: '10.0.0.1',
      secure: false,
    });
    expect(peerOf(request('10.0.0.1', headers), true)).toEqual({
      address: '2.2.2.2',
      network: '2.2.2.2',
      secure: true,
    });
    expect(peerOf(request('10.0.0.1', { 'x-forwarded-proto': 'http' }), true).secure).toBe(false);
  });

  test('a trusted proxy that names no address counts itself', () => {
    for (const said of ['unknown', '_hidden', '1.2.3.4:5678', '', 'x'.repeat(4000)])
      expect(peerOf(request('10.0.0.1', { 'x-forwarded-for': said }), true).address).toBe('10.0.0.1');
  });
});
