import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Stack, tokenWith, type Running } from './harness.ts';

let stack: Stack;
let running: Running;
beforeAll(async () => {
  stack = await Stack.start();
  running = await stack.gateway();
});
afterAll(() => stack.end());

describe('while there is no worker', () => {
  test('who opens or watches is refused after a while, and other frames go on then', async () => {
    const ada = running.connect(tokenWith('ada', ['admin']));
    await ada.next('welcome');
    const sessionId = '4f8f2f2e-6f0c-4c39-8a4a-1a9d6a1b9d11';
    const opens = ada.send({ type: 'session.open', sessionId });
    const watches = ada.send({ type: 'admin.watch', sessionId });
    const pings = ada.send({ type: 'ping' });
    for (const ref of [opens, watches]) {
      expect(await ada.answer(ref, 10_000)).toMatchObject({
        type: 'error',
        error: { category: 'service', code: 'unavailable', recoverable: true },
      });
    }
    expect(await ada.answer(pings)).toMatchObject({ type: 'pong' });
    await ada.close();
  });

  test('a session is opened for who waits as soon as there is one', async () => {
    const peers = Array.from({ length: 20 }, () => running.connect());
    const refs: string[] = [];
    for (const peer of peers) {
      await peer.next('welcome');
      refs.push(peer.send({ type: 'session.open' }));
    }
    await stack.worker();
    for (const [n, peer] of peers.entries())
      expect(await peer.answer(refs[n] ?? '')).toMatchObject({ type: 'session.opened' });
    await Promise.all(peers.map((peer) => peer.close()));
  });
});
