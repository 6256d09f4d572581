import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from '@parley/client';
import { eventually, startFaultProxy } from '@parley/testing';
import { WebSocket } from 'ws';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor } from './harness.ts';

let stack: Stack;
let worker: FakeWorker;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
});
afterAll(() => stack.end());

describe('the real client', () => {
  test('[P8] [P12] says and sees everything once and in order, on two gateways and through cuts', async () => {
    const [one, two] = [await stack.gateway(), await stack.gateway()];
    const proxies = [
      await startFaultProxy({ port: one.gateway.port }),
      await startFaultProxy({ port: two.gateway.port }),
    ];
    const token = tokenFor('client');
    const clients = proxies.map(({ port }) =>
      createClient({
        url: `ws://127.0.0.1:${port}/ws`,
        token: async () => token,
        WebSocket,
        random: () => 0.01,
      }),
    );
    const [first, second] = clients;
    if (!first || !second) throw new Error('two clients');
    const sayer = first.open({ new: true });
    const { id } = await sayer.opened;
    const watcher = second.open({ sessionId: id });
    await watcher.opened;

    const said = Array.from({ length: 60 }, (_, n) => `message ${n}`);
    const acks = said.map((text) => sayer.say(text));
    for (let cut = 0; cut < 6; cut++) {
      await eventually('some more are acked', () => worker.commands.length > cut * 8);
      proxies[cut % 2]?.cut();
    }
    await Promise.all(acks);
    for (const session of [sayer, watcher]) {
      await eventually('all are shown', () => session.timeline.messages.length === said.length);
      expect(session.timeline.messages.map(({ text }) => text)).toEqual(said);
      expect(session.timeline.pending).toEqual([]);
    }
    for (const client of clients) client.close();
    for (const proxy of proxies) await proxy.close();
  });
});
