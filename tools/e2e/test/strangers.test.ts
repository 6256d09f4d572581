import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anyText, eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { Account } from './support/Account.ts';
import { checkLogs } from './support/checkLogs.ts';
import { forgeToken } from './support/forgeToken.ts';
import { RawPeer } from './support/RawPeer.ts';
import { startStack, type Stack } from './support/startStack.ts';

const KiB = 1024;
/** Stands in every text, so that it can be looked for where no text may be. */
const CANARY = 'kestrel';

let stack: Stack;
let secret: string;
const tokens: string[] = [];

beforeAll(async () => {
  stack = await startStack({ replicas: { 'ws-gateway': 2 }, env: { RATE_FRAMES: '1000/1s' } });
  secret = readFileSync(join(stack.dataDir, 'secrets', 'jwt-secret'), 'utf8').trim();
}, 180_000);
afterAll(() => stack?.end(), 30_000);

const someToken = (): string => {
  const token = forgeToken({ sub: randomUUID(), secret });
  tokens.push(token);
  return token;
};
const peerOf = (token = someToken()): Promise<RawPeer> => RawPeer.connect(stack.wsUrl, { token });

/** The service does for somebody else what it always does. */
async function expectUnharmed(): Promise<void> {
  const peer = await peerOf();
  expect(await peer.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
  peer.close();
}

describe('handshakes that are refused', () => {
  const cases: [string, number, string, () => Parameters<typeof RawPeer.refused>[1]][] = [
    ['without a token', 401, 'token_missing', () => ({})],
    ['with nonsense as its token', 401, 'token_invalid', () => ({ token: 'nonsense' })],
    [
      'with an expired token',
      401,
      'token_expired',
      () => ({ token: forgeToken({ sub: 'a', secret, livesFor: -1 }) }),
    ],
    [
      'with a token of another secret',
      401,
      'token_invalid',
      () => ({ token: forgeToken({ sub: 'a', secret: 'other' }) }),
    ],
    [
      'with an unsigned token',
      401,
      'token_invalid',
      () => ({ token: forgeToken({ sub: 'a', secret, alg: 'none' }) }),
    ],
    ['without a subprotocol', 426, 'invalid_field', () => ({ token: someToken(), protocols: [] })],
    [
      'with another subprotocol',
      426,
      'invalid_field',
      () => ({ token: someToken(), protocols: ['parley.v2'] }),
    ],
    [
      'from a foreign origin',
      403,
      'origin',
      () => ({ token: someToken(), headers: { origin: 'http://evil.test' } }),
    ],
  ];

  test.each(cases)('[P1][P4][P33] %s: %i %s', async (_what, status, code, handshake) => {
    const { url } = stack.parley.runFile('ws-gateway', 2);
    for (const at of [stack.wsUrl, `${url.replace('http', 'ws')}/ws`]) {
      const { token, ...rest } = handshake();
      if (token !== undefined) tokens.push(token);
      expect(await RawPeer.refused(at, { token, ...rest })).toEqual({
        status,
        error: expect.objectContaining({
          code,
          message: expect.any(String),
          recoverable: expect.any(Boolean),
        }),
      });
    }
    await expectUnharmed();
  });

  test('[P4] a token in the query is no token', async () => {
    const at = `${stack.wsUrl}?token=${someToken()}`;
    expect((await RawPeer.refused(at, {})).status).toBe(401);
  });

  test('[P4] the page’s own origin is let in, the token is never echoed', async () => {
    const token = someToken();
    const peer = await RawPeer.connect(stack.wsUrl, {
      protocols: ['parley.v1', `bearer.${token}`],
      headers: { origin: stack.url },
    });
    expect(peer.socket.protocol).toBe('parley.v1');
    peer.close();
  });
});

describe('frames that are refused', () => {
  test.each<[string, Buffer, boolean, number]>([
    ['65 KiB', Buffer.alloc(65 * KiB, 0x20), false, 1009],
    ['binary', Buffer.from('{}'), true, 1003],
    ['bad UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), false, 1007],
  ])('[P9][P34] %s ends the socket alone', async (_what, data, binary, code) => {
    const peer = await peerOf();
    const bystander = await peerOf();
    peer.socket.send(data, { binary });
    expect(await peer.closed()).toBe(code);
    expect(await bystander.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    bystander.close();
  });

  test('[P9] bytes that are no frames at all end that line alone', async () => {
    const { port } = new URL(stack.url);
    for (let at = 0; at < 20; at++) {
      const line = connect({ host: '127.0.0.1', port: Number(port) }).on('error', () => undefined);
      const key = randomBytes(16).toString('base64');
      line.write(
        `GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: parley.v1\r\n` +
          `Authorization: Bearer ${someToken()}\r\n\r\n`,
      );
      line.write(randomBytes(2000));
      await new Promise((resolve) => line.resume().once('close', resolve));
    }
    await expectUnharmed();
  });

  test('[P9][P33] any text gets an answer that fits the protocol, and nothing breaks', async () => {
    let peer = await peerOf();
    const id = fc.oneof(fc.uuid(), fc.jsonValue());
    const type = fc.oneof(
      fc.constantFrom('session.open', 'message.send', 'message.stop', 'model.select', 'no.such'),
      fc.jsonValue(),
    );
    const frame = fc.record(
      { id, type, sessionId: id, messageId: id, text: fc.oneof(anyText(), fc.jsonValue()) },
      { requiredKeys: [] },
    );
    const said = fc.oneof(
      { weight: 5, arbitrary: frame.map((value) => JSON.stringify({ ...value, note: CANARY })) },
      anyText(),
    );
    await fc.assert(
      fc.asyncProperty(said, async (text) => {
        peer.socket.send(text.toWellFormed());
        if (await peer.alive()) return;
        // Ten frames within a minute that aren't the protocol: said before, in so many words.
        expect(peer.code).toBe(4400);
        expect(peer.frames.at(-1)).toMatchObject({ type: 'error', error: { recoverable: false } });
        peer = await peerOf();
      }),
      { numRuns: 200 },
    );
    peer.close();
    await expectUnharmed();
  });

  test('[P3] other people’s sessions are as if they were not there', async () => {
    const account = await Account.signIn(stack.url);
    tokens.push(account.token);
    const owner = await peerOf(account.token);
    const opened = await owner.ask({ type: 'session.open', new: true });
    if (opened.type !== 'session.opened') throw new Error('not opened');
    const { sessionId } = opened;
    const messageId = randomUUID();
    await owner.ask({ type: 'message.send', sessionId, text: `/echo ${CANARY}` }, messageId);

    const stranger = await Account.signIn(stack.url);
    const peer = await peerOf(stranger.token);
    const nowhere = await peer.ask({ type: 'session.open', sessionId: randomUUID() });
    const foreign = await peer.ask({ type: 'session.open', sessionId });
    expect(foreign).toMatchObject({ type: 'error', error: { category: 'not_found', code: 'session' } });
    expect(foreign).toMatchObject({ error: 'error' in nowhere ? nowhere.error : undefined });
    for (const frame of [
      { type: 'message.send', text: CANARY },
      { type: 'message.stop', messageId },
      { type: 'model.select', model: 'demo' },
    ]) {
      expect(await peer.ask({ ...frame, sessionId })).toMatchObject({
        type: 'error',
        error: { category: 'conflict', code: 'not_open' },
      });
    }
    expect((await stranger.get(`/api/sessions/${sessionId}`)).status).toBe(404);
    expect((await stranger.get(`/api/sessions/${sessionId}/messages`)).status).toBe(404);
    expect(peer.frames.filter((frame) => 'message' in frame)).toEqual([]);
    expect((await account.messages(sessionId)).filter(({ sender }) => sender === 'user')).toHaveLength(1);
    owner.close();
    peer.close();
  });

  test('[P33] unknown types are told as such, with their ref, and the socket lives on', async () => {
    const peer = await peerOf();
    for (const type of ['no.such', 'constructor', 'welcome', '__proto__']) {
      expect(await peer.ask({ type, text: CANARY })).toMatchObject({
        type: 'error',
        error: { category: 'validation', code: 'unknown_type', recoverable: true },
      });
    }
    expect(await peer.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    peer.close();
  });
});

describe('afterwards', () => {
  test('[P35][P36] every line of a log is as it should be, and none tells a text, a token or a key', async () => {
    expect(tokens.length).toBeGreaterThan(10);
    const parts = tokens.flatMap((token) => token.split('.').slice(1)).filter((part) => part.length > 20);
    const lines = await checkLogs(stack.dataDir, [CANARY, ...parts]);
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        'connection.opened',
        'connection.closed',
        'upgrade.refused',
        'message.accepted',
      ]),
    );
    expect(lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  });

  test('[P37] each connection is told once when it opens and once when it closes', async () => {
    await eventually('all have left', async () => {
      const lines = await checkLogs(stack.dataDir, []);
      for (const event of ['connection.opened', 'connection.closed']) {
        const ids = lines.filter((line) => line.event === event).map(({ connectionId }) => connectionId);
        expect(ids.length).toBeGreaterThan(10);
        expect(new Set(ids).size).toBe(ids.length);
      }
      const of = (event: string) => lines.filter((line) => line.event === event).length;
      expect(of('connection.closed')).toBe(of('connection.opened'));
      return true;
    });
  });

  test('[P7] gateways hold nothing for those who left', async () => {
    for (const n of [1, 2]) {
      const { url } = stack.parley.runFile('ws-gateway', n);
      await eventually(`gateway ${n} holds nothing`, async () => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        for (const name of ['connections', 'sessions', 'users', 'outcomes', 'handshakes'])
          expect(metrics).toMatch(new RegExp(`^gateway_${name}\\{?.*\\}? 0$`, 'm'));
        return true;
      });
    }
  });
});
