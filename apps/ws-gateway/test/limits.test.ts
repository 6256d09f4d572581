import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { delta } from './fakeSession.ts';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';

let stack: Stack;
let worker: FakeWorker;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
});
afterAll(() => stack.end());

async function opened({ connect }: Running, token = tokenFor(randomUUID())): Promise<[Peer, string]> {
  const peer = connect(token);
  await peer.next('welcome');
  const answer = await peer.ask({ type: 'session.open', new: true });
  if (answer.type !== 'session.opened') throw new Error(JSON.stringify(answer));
  return [peer, answer.session.id];
}
/** What has a model answer: all of it counts. */
const QUESTIONS = [
  { type: 'message.send', text: 'x' },
  { type: 'message.edit', text: 'x', messageId: randomUUID() },
  { type: 'message.regenerate', messageId: randomUUID() },
  { type: 'message.continue', messageId: randomUUID() },
];
const isRefused = (frame: ServerFrame): boolean =>
  frame.type === 'error' && frame.error.category === 'rate_limit';

/** What may have an admin notified: all of it counts, for itself. */
const HELP = [{ type: 'help.request' }, { type: 'help.cancel' }];

describe('limits', () => {
  const anyBursts = async (
    key: 'RATE_MESSAGES' | 'RATE_HELP',
    [counted, others]: readonly [readonly object[], readonly object[]],
  ) => {
    let elapsed = 0;
    const gateway = await stack.gateway({ [key]: '5/10s' }, { elapsed: () => elapsed });
    const bursts = fc.array(
      fc.record({ pauseMs: fc.nat(6000), socket: fc.nat(1), count: fc.integer({ min: 1, max: 8 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(bursts, async (bursts) => {
        const token = tokenFor(randomUUID());
        const sockets = [await opened(gateway, token), await opened(gateway, token)] as const;
        let tokens = 5;
        for (const { pauseMs, socket, count } of bursts) {
          elapsed += pauseMs;
          tokens = Math.min(5, tokens + pauseMs / 2000);
          const [peer, sessionId] = sockets[socket === 0 ? 0 : 1];
          for (let n = 0; n < count; n++) {
            const answer = await peer.ask({ ...counted[n % counted.length], sessionId });
            const expected = tokens >= 1 - 1e-6;
            expect(isRefused(answer)).toBe(!expected);
            if (expected) tokens--;
            else if (answer.type === 'error') {
              expect(answer.error).toMatchObject({ code: 'messages', recoverable: true });
              expect(answer.error.retryAfterMs).toBe(Math.ceil((1 - tokens) * 2000 - 1e-3));
            }
          }
        }
        const [mine, sessionId] = sockets[0];
        expect(isRefused(await mine.ask({ ...others[0], sessionId }))).toBe(false);
        const [other, session] = await opened(gateway);
        expect(await other.ask({ ...counted[0], sessionId: session })).toMatchObject({ type: 'ack' });
        for (const peer of [other, mine, sockets[1][0]]) await peer.close();
      }),
    );
  };

  test('[P43] messages of a user, over all of their sockets and any bursts; nobody else pays for it', () =>
    anyBursts('RATE_MESSAGES', [QUESTIONS, HELP]));

  test('[P43] calls for help of a user and withdrawals, likewise; no message counts as one', () =>
    anyBursts('RATE_HELP', [HELP, QUESTIONS]));

  test('[P43] with real time: what is sent too fast is refused, and taken when the refusal says', async () => {
    const gateway = await stack.gateway({ RATE_MESSAGES: '2/1s' });
    const [peer, sessionId] = await opened(gateway);
    const send = () => peer.ask({ type: 'message.send', sessionId, text: 'x' });
    expect((await send()).type + (await send()).type).toBe('ackack');
    const refused = await send();
    if (refused.type !== 'error') throw new Error('not refused');
    const waitMs = refused.error.retryAfterMs ?? 0;
    expect(waitMs).toBeGreaterThan(0);
    const at = performance.now();
    await eventually('the time that was told', () => performance.now() - at > waitMs);
    expect((await send()).type).toBe('ack');
    await peer.close();
  });

  test('[P43] coming back does not fill the bucket', async () => {
    const gateway = await stack.gateway({ RATE_MESSAGES: '1/1h' });
    const token = tokenFor('back');
    const [first, sessionId] = await opened(gateway, token);
    expect((await first.ask({ type: 'message.send', sessionId, text: 'x' })).type).toBe('ack');
    await first.close();
    await eventually('the socket is gone', () => gateway.gateway.held().connections === 0);
    const [second, again] = await opened(gateway, token);
    expect(isRefused(await second.ask({ type: 'message.send', sessionId: again, text: 'x' }))).toBe(true);
    await second.close();
  });

  test('[P43] [P34] frames of a connection; a hundred refused within a minute end it with 4429', async () => {
    const gateway = await stack.gateway({ RATE_FRAMES: '10/1h' });
    const peer = gateway.connect();
    await peer.next('welcome');
    const other = gateway.connect();
    const refs = Array.from({ length: 109 }, () => peer.send({ type: 'ping' }));
    await peer.answer(refs.at(-1) ?? '');
    expect(peer.of('pong')).toHaveLength(10);
    const refused = peer.of('error');
    expect(refused.map(({ ref }) => ref)).toEqual(refs.slice(10));
    expect(
      refused.every(
        ({ error }) => error.code === 'frames' && error.recoverable && (error.retryAfterMs ?? 0) > 0,
      ),
    ).toBe(true);
    peer.send({ type: 'ping' });
    expect((await peer.closed).code).toBe(4429);
    expect(peer.of('error').at(-1)?.error).toMatchObject({ code: 'frames', recoverable: false });
    expect(await other.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    await other.close();
  });

  test('[P43] control frames count as frames', async () => {
    const gateway = await stack.gateway({ RATE_FRAMES: '10/1h' });
    const peer = gateway.connect();
    await peer.next('welcome');
    for (let n = 0; n < 200; n++) peer.socket.ping();
    expect((await peer.closed).code).toBe(4429);
  });

  test('more frames than may wait are refused, those that wait are handled in order', async () => {
    const gateway = await stack.gateway();
    const [peer, sessionId] = await opened(gateway);
    const release = Promise.withResolvers<void>();
    worker.duringOpen = () => release.promise;
    peer.send({ type: 'session.open', sessionId });
    const refs = Array.from({ length: 140 }, () => peer.send({ type: 'ping' }));
    await peer.answer(refs.at(-1) ?? '');
    expect(peer.of('pong')).toEqual([]);
    release.resolve();
    worker.duringOpen = () => undefined;
    await peer.answer(refs[127] ?? '');
    expect(peer.of('pong').map(({ ref }) => ref)).toEqual(refs.slice(0, 128));
    expect(peer.of('error').map(({ ref }) => ref)).toEqual(refs.slice(128));
    await peer.close();
  });

  test('a client that does not read is closed at its own budget, nobody else waits for it', async () => {
    const gateway = await stack.gateway({ WRITE_BUFFER: '200KB' });
    const token = tokenFor(randomUUID());
    const [slow, sessionId] = await opened(gateway, token);
    const quick = gateway.connect(token);
    await quick.next('welcome');
    await quick.ask({ type: 'session.open', sessionId });
    const { _socket: line } = slow.socket as unknown as { _socket: Socket };
    line.pause();
    // What the operating system takes on both sides is beyond the gateway's control: a few megabytes.
    for (let n = 0; n < 200; n++) {
      worker.publish(sessionId, delta(sessionId, n, 'x'.repeat(100_000)));
      await eventually('the quick one has it', () => quick.of('message.delta').length > n);
      if (gateway.gateway.held().connections < 2) break;
    }
    await eventually('the slow one is gone', () => gateway.gateway.held().connections === 1);
    expect(gateway.lines.find(({ event }) => event === 'connection.closed')).toMatchObject({ code: 1006 });
    line.resume();
    // Its close frame stands behind all that it didn't read in time.
    expect([1006, 4408]).toContain((await slow.closed).code);
    await quick.close();
  });
});
