import { randomUUID } from 'node:crypto';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WireError } from '@parley/protocol';
import { anyUserId, eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { ORIGIN, Stack, tokenFor, type Running } from './harness.ts';
import { Peer } from './Peer.ts';

let stack: Stack;
let running: Running;
beforeAll(async () => {
  stack = await Stack.start();
  running = await stack.gateway();
});
afterAll(() => stack.end());

interface Refused {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly error: WireError;
  readonly raw: string;
}

const HANDSHAKE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};

/** Asks for an upgrade by hand; the answer must be a refusal. */
function refused(
  port: number,
  { path = '/ws', method = 'GET', protocols = ['parley.v1'], ...headers }: Record<string, string | string[]>,
): Promise<Refused> {
  return new Promise((resolve, reject) => {
    const asked = request({
      port,
      host: '127.0.0.1',
      path: String(path),
      method: String(method),
      headers: { ...HANDSHAKE, 'Sec-WebSocket-Protocol': [protocols].flat().join(', '), ...headers },
    });
    asked.on('response', (response) => {
      response
        .setEncoding('utf8')
        .toArray()
        .then((chunks: string[]) => {
          const raw = chunks.join('');
          const error = WireError.parse(JSON.parse(raw).error);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, error, raw });
        })
        .catch(reject);
    });
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      reject(new Error('was upgraded'));
    });
    asked.on('error', reject);
    asked.end();
  });
}

const nothingHeld = () =>
  eventually('nothing is held', () => {
    const { connections, handshakes, sessions, users } = running.gateway.held();
    return connections + handshakes + sessions + users === 0;
  });

describe('an upgrade', () => {
  test('[P4] [P2] a valid handshake opens a socket of its user, whoever that is', async () => {
    await fc.assert(
      fc.asyncProperty(anyUserId(), fc.boolean(), fc.boolean(), async (userId, inHeader, origin) => {
        const token = tokenFor(userId);
        const protocols = inHeader ? ['parley.v1'] : ['parley.v1', `bearer.${token}`];
        const peer = new Peer(running.url, protocols, {
          ...(inHeader ? { headers: { Authorization: `Bearer ${token}` } } : {}),
          ...(origin ? { origin: ORIGIN } : {}),
        });
        const welcome = await peer.next('welcome');
        expect(peer.frames[0]).toBe(welcome);
        expect(welcome).toMatchObject({
          user: { id: userId, roles: ['user'] },
          heartbeatMs: 25_000,
          limits: { maxText: 32_000, maxFrame: 65_536, maxAttachments: 10, maxUpload: 25_000_000 },
          models: [{ id: 'demo' }],
        });
        expect(peer.socket.protocol).toBe('parley.v1');
        expect(peer.raw.join('')).not.toContain(token);
        expect((await peer.close()).code).toBe(1005);
      }),
      { numRuns: 100 },
    );
    await nothingHeld();
  });

  const token = tokenFor('ann');
  const bearer = ['parley.v1', `bearer.${token}`];
  const cases: [string, Record<string, string | string[]>, number, string][] = [
    ['another path', { path: '/other', protocols: bearer }, 404, 'not_found/route'],
    ['another method', { method: 'POST', protocols: bearer }, 405, 'validation/invalid_field'],
    ['another upgrade', { Upgrade: 'h2c', protocols: bearer }, 426, 'validation/invalid_field'],
    ['another version', { 'Sec-WebSocket-Version': '8', protocols: bearer }, 426, 'validation/invalid_field'],
    ['a wrong key', { 'Sec-WebSocket-Key': 'x', protocols: bearer }, 400, 'validation/invalid_field'],
    ['no parley.v1', { protocols: [`bearer.${token}`] }, 426, 'validation/invalid_field'],
    [
      'protocols that are none',
      { protocols: ['parley.v1', 'a b'], authorization: `Bearer ${token}` },
      400,
      'validation/malformed',
    ],
    ['no token', {}, 401, 'auth/token_missing'],
    ['a token in the query', { path: `/ws?token=${token}`, protocols: bearer }, 401, 'auth/token_invalid'],
    [
      'two tokens',
      { protocols: bearer, authorization: `Bearer ${tokenFor('bob')}` },
      401,
      'auth/token_invalid',
    ],
    [
      'another secret',
      { authorization: `Bearer ${tokenFor('ann', 60_000, 'x'.repeat(40))}` },
      401,
      'auth/token_invalid',
    ],
    ['an old token', { authorization: `Bearer ${tokenFor('ann', -60_000)}` }, 401, 'auth/token_expired'],
    ['another origin', { origin: 'http://localhost:8081', protocols: bearer }, 403, 'permission/origin'],
    [
      'an origin that only begins right',
      { origin: `${ORIGIN}.evil.com`, protocols: bearer },
      403,
      'permission/origin',
    ],
    ['the origin "null"', { origin: 'null', protocols: bearer }, 403, 'permission/origin'],
  ];
  test.each(cases)('[P4] [P33] is refused over HTTP: %s', async (_name, how, status, code) => {
    const answer = await refused(running.gateway.port, how);
    expect([answer.status, `${answer.error.category}/${answer.error.code}`]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.raw).not.toContain(token);
    await nothingHeld();
  });

  test('[P4] a plain request for the path is told to upgrade', async () => {
    const response = await fetch(running.url.replace('ws:', 'http:'));
    expect([response.status, await response.json()]).toMatchObject([
      426,
      { error: { code: 'invalid_field' } },
    ]);
  });

  test('[P9] [P4] random bytes for tokens are refused, nothing breaks', async () => {
    const junk = fc.oneof(
      fc.stringMatching(/^[\w.-]{1,60}$/),
      fc
        .tuple(fc.nat(token.length - 1), fc.constantFrom('A', 'b', '.', '-'))
        .map(([at, c]) => token.slice(0, at) + c + token.slice(at + 1))
        .filter((made) => made !== token && made.slice(0, -1) !== token.slice(0, -1)),
    );
    await fc.assert(
      fc.asyncProperty(junk, async (made) => {
        const { status, error } = await refused(running.gateway.port, { authorization: `Bearer ${made}` });
        expect([status, error.category]).toEqual([401, 'auth']);
      }),
    );
    await nothingHeld();
  });

  test('[P4] a line that ends during the handshake leaves nothing behind', async () => {
    for (let round = 0; round < 50; round++) {
      const line = connect(running.gateway.port, '127.0.0.1');
      const head = Object.entries({ ...HANDSHAKE, Host: 'x', 'Sec-WebSocket-Protocol': bearer.join(', ') });
      line.write(`GET /ws HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
      if (round % 2 === 0) line.resetAndDestroy();
      else line.end();
      line.on('error', () => undefined);
      line.resume();
    }
    await nothingHeld();
  });

  test('[P43] connections of a user are limited, each for themselves, and the refusal says when to come back', async () => {
    const limited = await stack.gateway({ RATE_CONNECTIONS: '3/30s' });
    const ann = tokenFor('ann');
    const peers = [1, 2, 3].map(() => limited.connect(ann));
    for (const peer of peers) await peer.next('welcome');
    const { status, error, headers } = await refused(limited.gateway.port, {
      authorization: `Bearer ${ann}`,
    });
    expect([status, error.code]).toEqual([429, 'connections']);
    expect(error.retryAfterMs).toBeGreaterThan(5000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(10_000);
    expect(Number(headers['retry-after'])).toBe(Math.ceil((error.retryAfterMs ?? 0) / 1000));
    await limited.connect(tokenFor('bob')).next('welcome');
    await Promise.all(peers.map((peer) => peer.close()));
    // Closing gives nothing back: a connection was opened, however short it was.
    expect((await refused(limited.gateway.port, { authorization: `Bearer ${ann}` })).status).toBe(429);
  });

  test('handshakes of an address are limited before any token is looked at, and so is the number of sockets', async () => {
    const limited = await stack.gateway({ RATE_HANDSHAKES: '2/1h', MAX_CONNECTIONS: '1' });
    const peer = limited.connect();
    await peer.next('welcome');
    const full = await refused(limited.gateway.port, { authorization: `Bearer ${token}` });
    expect([full.status, full.error.code]).toEqual([503, 'unavailable']);
    await peer.close();
    await eventually('the socket is gone', () => limited.gateway.held().connections === 0);
    expect((await refused(limited.gateway.port, {})).status).toBe(401);
    expect((await refused(limited.gateway.port, {})).error.code).toBe('connections');
  });

  test('in production, plain connections are refused unless a trusted proxy says that TLS ended before it', async () => {
    const open = await stack.gateway({ NODE_ENV: 'production' });
    const plain = { authorization: `Bearer ${token}`, 'X-Forwarded-Proto': 'https' };
    expect((await refused(open.gateway.port, plain)).status).toBe(426);
    const behind = await stack.gateway({ NODE_ENV: 'production', TRUST_PROXY: 'true' });
    const withProto = (proto: string) =>
      behind.connect(tokenFor(randomUUID()), { headers: { 'X-Forwarded-Proto': proto } });
    await withProto('https').next('welcome');
    expect((await refused(behind.gateway.port, { ...plain, 'X-Forwarded-Proto': 'http' })).status).toBe(426);
  });
});
