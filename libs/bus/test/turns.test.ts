import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { verdict, type Bus, type Consumption } from '../src/index.ts';
import { nats, type Nats } from './harness.ts';

let server: Nats;
let bus: Bus;
let running: Consumption[] = [];
beforeAll(async () => {
  server = await nats();
  bus = await server.bus();
  await bus.ensureStreams();
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
});
afterAll(() => server.end());

const publish = async (sessionId: string = randomUUID()) => {
  const turn = { sessionId, messageId: randomUUID() };
  await bus.publishTurn(turn, { msgId: turn.messageId });
  return turn;
};

describe('turns', () => {
  test('a turn reaches the handler with its place in the stream', async () => {
    const seen: unknown[] = [];
    running.push(
      bus.consumeTurns({
        slots: 2,
        async handler(turn, { deliveries, streamSeq }) {
          seen.push({ turn, deliveries, streamSeq });
          return verdict.done;
        },
      }),
    );
    const turn = await publish();
    await eventually('the turn', () => seen.length === 1);
    expect(seen).toEqual([{ turn, deliveries: 1, streamSeq: expect.any(Number) }]);
  });

  test('as many are in hand as there are slots, the rest goes to whoever has a free one', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const counts = { first: 0, second: 0 };
    const worker = (name: keyof typeof counts, on: Bus, slots: number) =>
      running.push(
        on.consumeTurns({
          slots,
          async handler(_, { working }) {
            counts[name]++;
            const timer = setInterval(working, 1000);
            await gate;
            clearInterval(timer);
            return verdict.done;
          },
        }),
      );
    worker('first', bus, 2);
    worker('second', await server.bus(), 3);
    await Promise.all(Array.from({ length: 8 }, () => publish()));
    await eventually('five in hand', () => counts.first + counts.second === 5);
    await delay(200);
    expect(counts).toEqual({ first: 2, second: 3 });
    release();
    await eventually('all eight', () => counts.first + counts.second === 8);
  });

  test('`working` keeps a turn, silence gives it away after five seconds, counted', async () => {
    const began = performance.now();
    const events: { worker: string; deliveries: number; at: number }[] = [];
    const worker = (name: string, on: Bus) =>
      running.push(
        on.consumeTurns({
          slots: 1,
          async handler(_, { deliveries, working }) {
            events.push({ worker: name, deliveries, at: performance.now() - began });
            if (deliveries > 1) return verdict.done;
            for (let n = 0; n < 7; n++) {
              await delay(1000);
              working();
            }
            return verdict.silent;
          },
        }),
      );
    worker('first', bus);
    await publish();
    await eventually('the first delivery', () => events.length === 1);
    worker('second', await server.bus());
    await eventually('the second delivery', () => events.length === 2, { timeoutMs: 16_000 });
    const [, second] = events;
    expect(second?.deliveries).toBe(2);
    expect(second?.at).toBeGreaterThan(11_500);
  });

  test('a stale `retry` sends nothing: it would call the turn away from its new holder', async () => {
    const deliveries: number[] = [];
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const handlerOf =
      (name: string) => async (_: unknown, context: { deliveries: number; working: () => void }) => {
        deliveries.push(context.deliveries);
        if (context.deliveries === 1) {
          await delay(6500);
          return verdict.retry(0);
        }
        const timer = setInterval(context.working, 500);
        await finished;
        clearInterval(timer);
        return name ? verdict.done : verdict.silent;
      };
    running.push(bus.consumeTurns({ slots: 2, handler: handlerOf('first') }));
    running.push((await server.bus()).consumeTurns({ slots: 2, handler: handlerOf('second') }));
    await publish();
    await eventually('the redelivery', () => deliveries.length === 2, { timeoutMs: 8000 });
    await delay(2500);
    expect(deliveries).toEqual([1, 2]);
    finish();
  });

  test('`retry` waits without holding up the others', async () => {
    const order: string[] = [];
    const late = randomUUID();
    running.push(
      bus.consumeTurns({
        slots: 1,
        async handler({ sessionId }, { deliveries }) {
          if (sessionId === late && deliveries === 1) return verdict.retry(300);
          order.push(sessionId);
          return verdict.done;
        },
      }),
    );
    await publish(late);
    const { sessionId } = await publish();
    await eventually('both', () => order.length === 2);
    expect(order).toEqual([sessionId, late]);
  });

  test('a turn asked for twice by the same command is queued once, by another again', async () => {
    const turn = { sessionId: randomUUID(), messageId: randomUUID() };
    const [frame, regeneration] = [randomUUID(), randomUUID()];
    const said = [];
    for (const msgId of [frame, frame, regeneration])
      said.push((await bus.publishTurn(turn, { msgId })).duplicate);
    expect(said).toEqual([false, true, false]);
    let count = 0;
    running.push(
      bus.consumeTurns({
        slots: 1,
        async handler() {
          count++;
          return verdict.done;
        },
      }),
    );
    await eventually('two turns', () => count === 2);
  });
});
