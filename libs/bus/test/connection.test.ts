import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { verdict, type Bus } from '../src/index.ts';
import { command, nats, type Nats } from './harness.ts';

let server: Nats;
beforeEach(async () => {
  server = await nats();
});
afterEach(() => server.end());

describe('connection', () => {
  test('a bus that is started before its server waits for it', async () => {
    await server.kill();
    let bus: Bus | undefined;
    const connecting = server.bus().then((connected) => (bus = connected));
    await delay(700);
    expect(bus).toBeUndefined();
    await server.start();
    await connecting;
    await bus?.ready();
    expect(bus?.status).toBe('connected');
  });

  test('close is bounded while the server is away, and ends what runs', async () => {
    const bus = await server.bus();
    await bus.ensureStreams();
    const running = [
      bus.consumeCommands({ handler: async () => verdict.done }),
      bus.consumeTurns({ slots: 2, handler: async () => verdict.done }),
    ];
    await server.kill();
    const began = performance.now();
    await Promise.all(running.map((one) => one.stop(300)));
    await bus.close(300);
    expect(performance.now() - began).toBeLessThan(4000);
    expect(bus.status).toBe('closed');
    await expect(bus.publishCommand(command())).rejects.toMatchObject({ code: 'unavailable' });
    await bus.close();
  });

  test('what was published before close has left', async () => {
    const [sender, receiver] = [await server.bus(), await server.bus()];
    const inbox = receiver.inbox();
    let got = 0;
    inbox.onReply(() => got++);
    await receiver.flush();
    const { id } = command().frame;
    for (let n = 0; n < 1000; n++) sender.reply(inbox.subjectFor(id), { n });
    await sender.close();
    await eventually('all of it', () => got === 1000);
  });

  test('a frozen server: publishing times out, the loss is noticed, and all goes on afterwards', async () => {
    const bus = await server.bus();
    await bus.ensureStreams();
    let seen = 0;
    const consumption = bus.consumeCommands({
      async handler() {
        seen++;
        return verdict.done;
      },
    });
    server.freeze();
    const began = performance.now();
    await expect(bus.publishCommand(command())).rejects.toMatchObject({
      category: 'service',
      code: 'timeout',
    });
    expect(performance.now() - began).toBeLessThan(4000);
    await eventually('the loss', () => bus.status === 'reconnecting', { timeoutMs: 12_000 });
    await expect(bus.publishCommand(command())).rejects.toMatchObject({ code: 'unavailable' });
    server.thaw();
    await eventually('the reconnect', () => bus.status === 'connected', { timeoutMs: 10_000 });
    await bus.publishCommand(command());
    await eventually('a command', () => seen > 0);
    await consumption.stop();
  });
});
