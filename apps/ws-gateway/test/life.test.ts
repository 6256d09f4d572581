import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { Stack, tokenFor, type Running } from './harness.ts';
import { Peer } from './Peer.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
  await stack.worker();
});
afterAll(() => stack.end());

async function opened({ connect }: Running): Promise<[Peer, string]> {
  const peer = connect();
  await peer.next('welcome');
  const answer = await peer.ask({ type: 'session.open', new: true });
  if (answer.type !== 'session.opened') throw new Error(JSON.stringify(answer));
  return [peer, answer.session.id];
}

describe('a connection', () => {
  test('[P5] that answers pings lives on, one that is silent ends after two periods', async () => {
    const running = await stack.gateway({ HEARTBEAT: '200ms' });
    const [alive, silent] = [running.connect(), running.connect()];
    await Promise.all([alive.next('welcome'), silent.next('welcome')]);
    const { _socket: line } = silent.socket as unknown as { _socket: Socket };
    line.pause();
    const at = performance.now();
    let pings = 0;
    alive.socket.on('ping', () => pings++);
    const closed = await eventually('the silent one is closed', () =>
      running.lines.find(({ event }) => event === 'connection.closed'),
    );
    // Two periods from the first ping that it missed, and the two seconds for its part of the close.
    expect(performance.now() - at).toBeGreaterThan(400);
    expect(closed).toMatchObject({ event: 'connection.closed' });
    line.resume();
    expect((await silent.closed).code).toBe(4408);
    expect(pings).toBeGreaterThan(2);
    expect(await alive.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    await alive.close();
  });

  test('[P5] a client’s own pings are answered with what they carry', async () => {
    const running = await stack.gateway();
    const peer = running.connect();
    await peer.next('welcome');
    const pong = new Promise<Buffer>((resolve) => peer.socket.on('pong', resolve));
    peer.socket.ping('some data');
    expect((await pong).toString()).toBe('some data');
    await peer.close();
  });

  test('[P37] [P36] is logged once when it opens and closes, and so is each message; never what was said or shown', async () => {
    const running = await stack.gateway();
    const token = tokenFor('logged');
    const peer = running.connect(token);
    const { connectionId } = await peer.next('welcome');
    const answer = await peer.ask({ type: 'session.open' });
    if (answer.type !== 'session.opened') throw new Error('not opened');
    const sessionId = answer.session.id;
    const messageIds: string[] = [];
    for (let n = 0; n < 3; n++)
      messageIds.push(peer.send({ type: 'message.send', sessionId, text: 'c4n4ry' }));
    for (const id of messageIds) await peer.answer(id);
    peer.socket.close(4321, 'c4n4ry');
    await eventually('it is closed', () => running.lines.some(({ event }) => event === 'connection.closed'));
    const of = (name: string) => running.lines.filter(({ event }) => event === name);
    expect(of('connection.opened')).toMatchObject([{ connectionId, userId: 'logged' }]);
    expect(of('connection.closed')).toMatchObject([
      { connectionId, userId: 'logged', code: 4321, reason: 'other', durationMs: expect.any(Number) },
    ]);
    expect(of('message.accepted')).toMatchObject(
      messageIds.map((messageId) => ({
        connectionId,
        userId: 'logged',
        sessionId,
        messageId,
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      })),
    );
    for (const line of running.lines) {
      expect(line).toMatchObject({
        time: expect.any(String),
        level: expect.any(String),
        service: 'ws-gateway',
        event: expect.any(String),
      });
    }
    const all = JSON.stringify(running.lines);
    for (const secret of ['c4n4ry', token]) expect(all).not.toContain(secret);
  });

  test('[P35] [P34] a failure inside ends that socket alone with 4500, and is logged once with its cause', async () => {
    let broken = false;
    const running = await stack.gateway({}, { elapsed: () => fail(broken) ?? performance.now() });
    const [peer] = await opened(running);
    const other = running.connect();
    await other.next('welcome');
    broken = true;
    peer.send({ type: 'ping' });
    expect((await peer.closed).code).toBe(4500);
    broken = false;
    expect(peer.frames.at(-1)).toMatchObject({
      error: { category: 'service', code: 'internal', recoverable: false },
    });
    expect(peer.raw.join('')).not.toContain('out of order');
    const errors = running.lines.filter(({ level }) => level === 'error');
    expect(errors.filter(({ event }) => event === 'connection.failed')).toMatchObject([
      { connectionId: peer.of('welcome')[0]?.connectionId, error: { message: 'the clock is out of order' } },
    ]);
    expect(await other.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    await other.close();
  });
});

/** Fails in what receives frames alone: the tick asks the same clock. */
function fail(broken: boolean): undefined {
  const error = new Error('the clock is out of order');
  if (broken && error.stack?.includes('/receive.ts')) throw error;
}

describe('a gateway that is told to stop', () => {
  test('tells its clients goaway, closes them with 1012, refuses others, and ends within its grace', async () => {
    const running = await stack.gateway({ SHUTDOWN_GRACE: '3s' });
    const peers = await Promise.all(Array.from({ length: 50 }, () => opened(running)));
    const at = performance.now();
    const stopped = running.gateway.stop();
    const health = await fetch(`http://127.0.0.1:${running.gateway.port}/readyz`);
    expect(health.status).toBe(503);
    // Not even a token is looked at any more.
    const refused = new Peer(running.url, ['parley.v1']);
    refused.socket.on('unexpected-response', (_request, response) =>
      refused.raw.push(String(response.statusCode)),
    );
    await eventually('it is refused', () => refused.raw[0] === '503');
    const closedAt: number[] = [];
    for (const [peer] of peers) {
      void peer.closed.then(() => closedAt.push(performance.now()));
    }
    for (const [peer] of peers) {
      expect((await peer.closed).code).toBe(1012);
      expect(peer.frames.at(-1)?.type).toBe('goaway');
    }
    expect(await stopped).toBe(true);
    expect(performance.now() - at).toBeLessThan(3000);
    expect(Math.max(...closedAt) - Math.min(...closedAt)).toBeGreaterThan(200);
    expect(running.gateway.held()).toMatchObject({
      connections: 0,
      sessions: 0,
      users: 0,
      outcomes: 0,
      handshakes: 0,
    });
  });

  test('ends within its grace even when clients take no part', async () => {
    const running = await stack.gateway({ SHUTDOWN_GRACE: '1s' });
    const peers = Array.from({ length: 3 }, () => running.connect(tokenFor(randomUUID())));
    for (const peer of peers) {
      await peer.next('welcome');
      (peer.socket as unknown as { _socket: Socket })._socket.pause();
    }
    expect(await running.gateway.stop()).toBe(true);
    for (const peer of peers) peer.socket.terminate();
  });
});
