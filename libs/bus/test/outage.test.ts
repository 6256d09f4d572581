import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger } from '@parley/logging';
import { subjects, type Command } from '@parley/protocol';
import { eventually, startFaultProxy } from '@parley/testing';
import { connect } from 'nats';
import { connectBus, verdict, type Bus } from '../src/index.ts';
import { command, nats, neighbours, textOf, type Nats } from './harness.ts';

let server: Nats;
let bus: Bus;
beforeEach(async () => {
  server = await nats();
  bus = await server.bus();
  await bus.ensureStreams();
});
afterEach(() => server.end());

const reconnected = () =>
  eventually('the reconnect', () => bus.status === 'connected', { timeoutMs: 10_000 });

/** Resends until acked, as a client's outbox does. */
async function send(sent: Command): Promise<void> {
  const msgId = `${sent.frame.sessionId}.${sent.frame.id}`;
  for (;;) {
    try {
      await bus.publishCommand(sent, { msgId });
      return;
    } catch {
      await delay(100);
    }
  }
}

describe('when nats-server is killed', () => {
  test('everything is refused quickly, listeners hear of it, and after the restart all goes on', async () => {
    const heard: string[] = [];
    bus.onDisconnect(() => heard.push('disconnect'));
    bus.onReconnect(() => heard.push('reconnect'));
    await bus.ready();
    let seen = 0;
    const sessionId = randomUUID();
    bus.subscribeOut(sessionId, () => seen++);
    const subject = subjects.stop(randomUUID());
    bus.respond(subject, {}, () => new Promise(() => undefined));
    await bus.flush();
    const hanging = bus.request(subject, {}, { timeoutMs: 10_000 });
    const failed = expect(hanging).rejects.toMatchObject({ category: 'service', code: 'unavailable' });
    await server.kill();
    await failed;
    await eventually('the loss', () => bus.status === 'reconnecting');
    await expect(bus.publishCommand(command())).rejects.toMatchObject({
      category: 'service',
      code: 'unavailable',
    });
    await expect(bus.request(subject, {}, { timeoutMs: 1000 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(bus.flush()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(bus.ready()).rejects.toMatchObject({ code: 'unavailable' });
    bus.publishOut(sessionId, { type: 'pong', ref: randomUUID() });
    await server.start();
    await reconnected();
    await bus.ready();
    bus.publishOut(sessionId, { type: 'pong', ref: randomUUID() });
    await eventually('a frame', () => seen > 0);
    expect(seen).toBe(1);
    expect(heard).toEqual(['disconnect', 'reconnect']);
  });

  test('consumers go on by themselves, at once, and what was published before the kill is there', async () => {
    const commands: string[] = [];
    let turns = 0;
    const running = [
      bus.consumeCommands({
        async handler(got) {
          commands.push(textOf(got));
          return verdict.done;
        },
      }),
      bus.consumeTurns({
        slots: 3,
        async handler() {
          turns++;
          return verdict.done;
        },
      }),
    ];
    for (let round = 1; round <= 3; round++) {
      await server.kill();
      await delay(300 * round);
      await server.start();
      await reconnected();
      const sessions = Array.from({ length: 40 }, () => randomUUID());
      await Promise.all(sessions.map((id) => send(command(id, `${round}`))));
      const turn = { sessionId: randomUUID(), messageId: randomUUID() };
      await bus.publishTurn(turn, { msgId: turn.messageId });
      await eventually(
        'forty commands and a turn',
        () => commands.filter((text) => text === `${round}`).length === 40 && turns === round,
        { timeoutMs: 10_000 },
      );
    }
    await Promise.all(running.map((one) => one.stop()));
  });

  test('a finished command is acked after the outage and not handled again', async () => {
    const handled: number[] = [];
    let began = false;
    const consumption = bus.consumeCommands({
      async handler(_, { deliveries }) {
        began = true;
        handled.push(deliveries);
        await eventually('the loss', () => bus.status === 'reconnecting');
        return verdict.done;
      },
    });
    await bus.publishCommand(command());
    await eventually('the delivery', () => began);
    // The queue writes down what it delivered a tenth of a second later.
    await delay(300);
    await server.kill();
    await eventually('the verdict', () => handled.length === 1);
    await server.start();
    await reconnected();
    await delay(6000);
    expect(handled).toEqual([1]);
    await consumption.stop();
  });

  test('what a killed worker had in hand is delivered again, counted, in order', async () => {
    const [first = '', second = ''] = neighbours(2);
    const dead = await server.bus('dead');
    let taken = false;
    dead.consumeCommands({
      async handler() {
        taken = true;
        return new Promise(() => undefined);
      },
    });
    await bus.publishCommand(command(first, 'a'));
    await bus.publishCommand(command(second, 'b'));
    await eventually('the delivery', () => taken);
    // As a crash would: the connection is gone, nothing is said.
    await dead.close(1);
    const got: string[] = [];
    const consumption = bus.consumeCommands({
      async handler(command, { deliveries }) {
        got.push(`${textOf(command)}${deliveries}`);
        return verdict.done;
      },
    });
    await eventually('both', () => got.length === 2, { timeoutMs: 8000 });
    expect(got).toEqual(['a2', 'b1']);
    await consumption.stop();
  });

  test('[P15] through eight kills in the middle of publishing, what was acked is handled, once per id and in order', async () => {
    const handled = new Map<string, string[]>();
    const once = new Set<string>();
    const consumption = bus.consumeCommands({
      async handler(got) {
        const { id, sessionId } = got.frame;
        if (!once.has(id)) handled.set(sessionId, [...(handled.get(sessionId) ?? []), textOf(got)]);
        once.add(id);
        return verdict.done;
      },
    });
    const stop = new AbortController();
    const publishers = Array.from({ length: 16 }, async () => {
      const sessionId = randomUUID();
      const acked: string[] = [];
      while (!stop.signal.aborted) {
        const text = `n${acked.length}`;
        await send(command(sessionId, text));
        acked.push(text);
      }
      return [sessionId, acked] as const;
    });
    for (let kill = 0; kill < 8; kill++) {
      await delay(150 + 70 * kill);
      await server.kill();
      await server.start();
      await reconnected();
    }
    stop.abort();
    const sent = new Map(await Promise.all(publishers));
    const total = [...sent.values()].reduce((sum, one) => sum + one.length, 0);
    await eventually('all of them', () => once.size >= total, { timeoutMs: 20_000 });
    expect(handled).toEqual(sent);
    expect(total).toBeGreaterThan(100);
    await consumption.stop();
  });

  test('commands go on after somebody deleted their stream, without a storm of questions', async () => {
    let seen = 0;
    const consumption = bus.consumeCommands({
      async handler() {
        seen++;
        return verdict.done;
      },
    });
    await send(command());
    await eventually('the first', () => seen === 1);
    const nc = await connect({ servers: server.url });
    await (await nc.jetstreamManager()).streams.delete('CHAT');
    let asked = 0;
    nc.subscribe('$JS.API.CONSUMER.MSG.NEXT.CHAT.*', { callback: () => asked++ });
    await nc.flush();
    await send(command());
    await eventually('the second', () => seen === 2, { timeoutMs: 8000 });
    expect(asked).toBeLessThan(500);
    await nc.close();
    await consumption.stop();
  });

  test('turns go on after somebody deleted their consumer', async () => {
    let seen = 0;
    const consumption = bus.consumeTurns({
      slots: 2,
      async handler() {
        seen++;
        return verdict.done;
      },
    });
    const nc = await connect({ servers: server.url });
    await (await nc.jetstreamManager()).consumers.delete('TURNS', 'turns');
    await nc.close();
    const turn = { sessionId: randomUUID(), messageId: randomUUID() };
    await bus.publishTurn(turn, { msgId: turn.messageId });
    await eventually('the turn', () => seen === 1, { timeoutMs: 8000 });
    await consumption.stop();
  });
});

test('a turn that failed while the line was down comes again once it is up, not when the queue’s patience ends', async () => {
  await using cleanup = new AsyncDisposableStack();
  const proxy = await startFaultProxy({ port: Number(new URL(server.url).port) });
  cleanup.defer(() => proxy.close());
  const log = createLogger({ service: 'bus-test', destination: { write: () => undefined } });
  const cutOff = await connectBus({ url: `nats://127.0.0.1:${proxy.port}`, name: 'cut off', log });
  cleanup.defer(() => cutOff.close());
  const down = Promise.withResolvers<void>();
  const silent = randomUUID();
  const came = new Map<string, number[]>();
  const consumption = cutOff.consumeTurns({
    slots: 2,
    async handler({ sessionId }) {
      const times = [...(came.get(sessionId) ?? []), performance.now()];
      came.set(sessionId, times);
      if (times.length > 1) return verdict.done;
      await down.promise;
      return sessionId === silent ? verdict.silent : verdict.retry(1);
    },
  });
  cleanup.defer(() => consumption.stop());
  for (const sessionId of [silent, randomUUID()]) {
    const turn = { sessionId, messageId: randomUUID() };
    await bus.publishTurn(turn, { msgId: turn.messageId });
  }
  await eventually('both are in hand', () => came.size === 2);
  proxy.down(true);
  await eventually('the loss', () => cutOff.status === 'reconnecting');
  down.resolve();
  proxy.down(false);
  const waits = await eventually(
    'both came again',
    () => {
      const all = [...came.values()].map(([first = NaN, again]) =>
        again === undefined ? [] : [again - first],
      );
      return all.every(({ length }) => length === 1) ? all.flat() : undefined;
    },
    { timeoutMs: 15_000 },
  );
  const [patience = NaN, failed = NaN] = [...came.keys()][0] === silent ? waits : waits.toReversed();
  expect(failed).toBeLessThan(patience / 2);
});
