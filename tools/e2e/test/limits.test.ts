import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '@parley/testing';
import { WebSocket } from 'ws';
import { Account } from './support/Account.ts';
import { RawPeer } from './support/RawPeer.ts';
import { seed } from './support/seed.ts';
import { startStack, type Stack } from './support/startStack.ts';

const MESSAGES = { n: 5, perMs: 4_000 };
const CONNECTIONS = { n: 6, perMs: 6_000 };
const FRAMES = { n: 20, perMs: 1_000 };
const RUN_MS = 6_000;

let stack: Stack;
beforeAll(async () => {
  const env = { RATE_MESSAGES: '5/4s', RATE_CONNECTIONS: '6/6s', RATE_FRAMES: '20/1s' };
  stack = await startStack({ replicas: { 'ws-gateway': 2 }, env });
}, 180_000);
afterAll(() => stack?.end(), 30_000);

const gateway = (n: number): string => {
  const { url } = stack.parley.runFile('ws-gateway', n);
  return `${url.replace('http', 'ws')}/ws`;
};

/** Something that was let through, after `asked` and before `told`. */
interface Taken {
  readonly asked: number;
  readonly told: number;
}

/** In any stretch of time no more were let through than a bucket holds and gets meanwhile. */
function expectWithin(taken: readonly Taken[], { n, perMs }: { n: number; perMs: number }): void {
  for (const { asked: from } of taken) {
    for (const { told: to } of taken) {
      const inside = taken.filter(({ asked, told }) => asked >= from && told <= to).length;
      expect(inside).toBeLessThanOrEqual(n + Math.max(0, ((to - from) * n) / perMs));
    }
  }
}

/** Opens a session and gives its id. */
async function open(peer: RawPeer, sessionId?: string): Promise<string> {
  const which = sessionId === undefined ? { new: true } : { sessionId };
  const opened = await peer.ask({ type: 'session.open', ...which });
  if (opened.type !== 'session.opened') throw new Error(`not opened: ${JSON.stringify(opened)}`);
  return opened.sessionId;
}

describe('[P43] limits', () => {
  test('messages: any bursts over several sockets of a user stay within the limit of their gateway', async () => {
    const random = seededRandom(seed('bursts of messages'));
    const { token } = await Account.signIn(stack.url);
    const peers = await Promise.all([1, 1, 2, 2].map((n) => RawPeer.connect(gateway(n), { token })));
    const [first, ...others] = peers as [RawPeer, ...RawPeer[]];
    const sessionId = await open(first);
    for (const peer of others) await open(peer, sessionId);
    const taken: Taken[][] = [[], [], []];
    const began = performance.now();
    await Promise.all(
      peers.map(async (peer, at) => {
        while (performance.now() - began < RUN_MS) {
          await delay(random() * 400);
          for (let burst = Math.ceil(random() * 3); burst > 0; burst--) {
            const asked = performance.now();
            const answer = await peer.ask({ type: 'message.send', sessionId, text: '/echo x' });
            if (answer.type === 'ack') taken[at < 2 ? 1 : 2]?.push({ asked, told: performance.now() });
            else {
              expect(answer).toMatchObject({
                error: {
                  category: 'rate_limit',
                  code: 'messages',
                  recoverable: true,
                  retryAfterMs: expect.any(Number),
                },
              });
            }
          }
        }
      }),
    );
    for (const n of [1, 2]) {
      const times = taken[n] ?? [];
      expectWithin(times, MESSAGES);
      // And not much less: all that it allows was asked for.
      expect(times.length).toBeGreaterThanOrEqual(
        MESSAGES.n + Math.floor((RUN_MS * MESSAGES.n) / MESSAGES.perMs) - 3,
      );
    }
    for (const peer of peers) peer.close();
  });

  test('messages: whoever waits as long as they are told gets through, and another user never waits', async () => {
    const { token } = await Account.signIn(stack.url);
    const peer = await RawPeer.connect(gateway(1), { token });
    const sessionId = await open(peer);
    const say = (peer: RawPeer, sessionId: string) =>
      peer.ask({ type: 'message.send', sessionId, text: '/echo x' });
    for (let at = 0; at < MESSAGES.n; at++) expect((await say(peer, sessionId)).type).toBe('ack');
    const refused = await say(peer, sessionId);
    if (refused.type !== 'error') throw new Error('over the limit, and not refused');
    const other = await RawPeer.connect(gateway(1), { token: (await Account.signIn(stack.url)).token });
    expect((await say(other, await open(other))).type).toBe('ack');
    await delay(refused.error.retryAfterMs ?? 0);
    expect((await say(peer, sessionId)).type).toBe('ack');
    peer.close();
    other.close();
  });

  test('connections: one too many is refused over HTTP with a time, coming and going doesn’t help', async () => {
    const { token } = await Account.signIn(stack.url);
    const opened: Taken[] = [];
    let told = 0;
    const began = performance.now();
    while (performance.now() - began < 4_000) {
      const asked = performance.now();
      const socket = new WebSocket(gateway(1), ['parley.v1', `bearer.${token}`]);
      const status = await new Promise<number>((resolve) => {
        socket.on('open', () => resolve(101));
        socket.on('error', () => undefined);
        socket.on('unexpected-response', (_request, response) => {
          told = Number(response.headers['retry-after']);
          response.resume();
          resolve(response.statusCode ?? 0);
        });
      });
      socket.terminate();
      if (status === 101) opened.push({ asked, told: performance.now() });
      else expect([status, told]).toEqual([429, 1]);
      await delay(20);
    }
    expectWithin(opened, CONNECTIONS);
    expect(opened.length).toBeGreaterThanOrEqual(CONNECTIONS.n + 2);
    (await RawPeer.connect(gateway(2), { token })).close();
  });

  test('frames: a flood is refused, and ends the flooding socket alone', async () => {
    const { token } = await Account.signIn(stack.url);
    const flooding = await RawPeer.connect(gateway(1), { token });
    const calm = await RawPeer.connect(gateway(1), { token });
    for (let at = 0; at < FRAMES.n + 150; at++) flooding.send({ type: 'ping', id: crypto.randomUUID() });
    expect(await flooding.closed()).toBe(4429);
    const refusals = flooding.frames.filter((frame) => frame.type === 'error');
    expect(refusals).toHaveLength(100);
    expect(refusals[0]).toMatchObject({
      error: { category: 'rate_limit', code: 'frames', recoverable: true, retryAfterMs: expect.any(Number) },
    });
    expect(refusals.at(-1)).toMatchObject({ error: { recoverable: false } });
    expect(await calm.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    calm.close();
  });
});
