import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { delta } from './fakeSession.ts';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenWith, type Running } from './harness.ts';

let stack: Stack;
let worker: FakeWorker;
let running: Running;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
  running = await stack.gateway();
});
afterAll(() => stack.end());

const ready = async () => (await fetch(`http://127.0.0.1:${running.gateway.port}/readyz`)).status;

describe('while NATS is away', () => {
  test('sockets stay, frames are refused as service errors, and afterwards each session is told to open again', async () => {
    const peers = Array.from({ length: 20 }, () => running.connect());
    const sessions: string[] = [];
    for (const peer of peers) {
      await peer.next('welcome');
      const answer = await peer.ask({ type: 'session.open' });
      if (answer.type === 'session.opened') sessions.push(answer.session.id);
    }
    const [peer] = peers;
    const [sessionId = ''] = sessions;
    if (!peer) throw new Error('twenty peers');
    expect(await ready()).toBe(200);
    await stack.killNats();
    const id = randomUUID();
    const refused = await peer.ask({ type: 'message.send', id, sessionId, text: 'x' });
    expect(refused).toMatchObject({ type: 'error', error: { category: 'service', recoverable: true } });
    await eventually('the gateway knows', async () => (await ready()) === 503);
    for (const frame of [{ type: 'session.open' }, { type: 'model.select', sessionId, model: 'demo' }]) {
      expect(await peer.ask(frame)).toMatchObject({
        type: 'error',
        error: { category: 'service', code: 'unavailable', recoverable: true },
      });
    }
    expect(await peer.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    const late = running.connect();
    await late.next('welcome');

    await stack.startNats();
    for (const [n, each] of peers.entries())
      expect((await each.next('resync', 10_000)).sessionId).toBe(sessions[n]);
    await eventually('it is ready', async () => (await ready()) === 200);
    // Sent again, the very same frame is taken now: the outcome was unknown.
    await eventually('the message is taken', async () => {
      peer.frames.length = 0;
      return (await peer.ask({ type: 'message.send', id, sessionId, text: 'x' })).type === 'ack';
    });
    for (const [n, each] of peers.entries()) {
      const session = sessions[n] ?? '';
      worker.publish(session, delta(session, n));
      expect((await each.next('message.delta')).offset).toBe(n);
    }
    expect(peers.every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true);
    await Promise.all([...peers, late].map((each) => each.close()));
  });

  test('[P53] who watches is told that something may be missing, and sees everything again', async () => {
    const [user, ada] = [running.connect(), running.connect(tokenWith('ada', ['admin']))];
    await Promise.all([user.next('welcome'), ada.next('welcome')]);
    const opened = await user.ask({ type: 'session.open', new: true });
    const sessionId = opened.type === 'session.opened' ? opened.session.id : '';
    expect(await ada.ask({ type: 'admin.watch', sessionId })).toMatchObject({ type: 'ack' });
    await stack.killNats();
    await eventually('the gateway knows', async () => (await ready()) === 503);
    for (const type of ['admin.watch', 'admin.takeover', 'admin.acknowledge']) {
      expect(await ada.ask({ type, sessionId })).toMatchObject({
        error: { category: 'service', code: 'unavailable' },
      });
    }
    expect(await ada.ask({ type: 'admin.unwatch', sessionId: randomUUID() })).toMatchObject({ type: 'ack' });
    await stack.startNats();
    expect((await ada.next('resync', 10_000)).sessionId).toBe(sessionId);
    user.send({ type: 'typing', sessionId, active: true });
    expect((await ada.next('typing')).sender).toBe('user');
    await eventually('a delta, once the worker is back too', () => {
      worker.publish(sessionId, delta(sessionId, 1));
      return ada.of('message.delta').length > 0;
    });
    expect(running.gateway.held()).toMatchObject({ watched: 1 });
    await Promise.all([user.close(), ada.close()]);
    await eventually('nothing is watched', () => running.gateway.held().watched === 0);
  });
});
