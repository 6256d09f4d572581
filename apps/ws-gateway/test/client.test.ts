import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Client } from '@parley/client';
import { eventually, type FaultProxy, startFaultProxy } from '@parley/testing';
import { WebSocket } from 'ws';
import type { FakeWorker } from './FakeWorker.ts';
import { note } from './fakeSession.ts';
import { Stack, tokenFor, tokenWith } from './harness.ts';

let stack: Stack;
let worker: FakeWorker;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
});
afterAll(() => stack.end());

/** Those of a test; they end with it, however it goes. */
let clients: Client[] = [];
let proxies: FaultProxy[] = [];
afterEach(async () => {
  for (const client of clients) client.close();
  for (const proxy of proxies) await proxy.close();
});

describe('the real client', () => {
  test('[P8] [P12] says and sees everything once and in order, on two gateways and through cuts', async () => {
    const [one, two] = [await stack.gateway(), await stack.gateway()];
    proxies = [
      await startFaultProxy({ port: one.gateway.port }),
      await startFaultProxy({ port: two.gateway.port }),
    ];
    const token = tokenFor('client');
    clients = proxies.map(({ port }) =>
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
  });

  test('[P53] [P54] [P8] takes over, watches and says everything once and in order, through cuts', async () => {
    const gateways = [await stack.gateway(), await stack.gateway()];
    const bus = await stack.bus();
    proxies = await Promise.all(gateways.map(({ gateway: { port } }) => startFaultProxy({ port })));
    const errors: string[] = [];
    clients = ['ann', 'ada'].map((name, n) =>
      createClient({
        url: `ws://127.0.0.1:${proxies[n]?.port}/ws`,
        token: async () => tokenWith(name, [name === 'ada' ? 'admin' : 'user']),
        onError: ({ code }) => errors.push(code),
        WebSocket,
        random: () => 0.01,
      }),
    );
    const [ann, ada] = clients;
    if (!ann || !ada) throw new Error('two clients');
    const asked = ann.open({ new: true });
    const { id: sessionId } = await asked.opened;
    await asked.requestHelp('lost');
    const helping = ada.open({ sessionId });
    await helping.opened;
    await helping.watch();
    await expect(helping.say('too early')).rejects.toMatchObject({ code: 'not_holder' });
    for (const { id } of helping.timeline.pending) helping.discard(id);
    await helping.takeover();

    const said = Array.from({ length: 30 }, (_, n) => `answer ${n}`);
    const acks = said.map((text) => helping.say(text));
    let lost = false;
    helping.subscribe(() => (lost ||= helping.timeline.connection.status !== 'open'));
    for (let cut = 0; cut < 5; cut++) {
      await eventually('some more are there', () => asked.timeline.messages.length > cut * 5);
      lost = helping.timeline.connection.status !== 'open';
      proxies[(cut + 1) % 2]?.cut();
      helping.typing(true);
    }
    await Promise.all(acks);
    // All may have been acked before the last cut: what is told to a socket that is gone, and not missed yet, is lost.
    await eventually('the last cut is noticed', () => lost);
    for (const { timeline } of [asked, helping]) expect(timeline.error).toBeUndefined();
    for (const handle of [asked, helping]) {
      await eventually('all are shown', () => handle.timeline.messages.length === said.length);
      const shown = handle.timeline.messages.map(({ sender, text }) => `${sender} ${text}`);
      expect(shown).toEqual(said.map((text) => `admin ${text}`));
      expect(handle.timeline.session).toMatchObject({ handling: 'human', admin: { id: 'ada' } });
    }
    await eventually('it is watched again', () => helping.timeline.isWatched);
    bus.publishNote(sessionId, note(sessionId, 'for admins'));
    await eventually('the note', () => helping.timeline.notes.size === 1);
    await helping.release({ note: 'done' });
    await eventually('the assistant is back', () => asked.timeline.session?.handling === 'ai');
    expect(asked.timeline.notes.size).toBe(0);
    expect(errors).toEqual([]);
  });
});
