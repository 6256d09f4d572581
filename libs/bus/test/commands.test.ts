import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { verdict, type Bus, type Verdict } from '../src/index.ts';
import { command, nats, neighbours, textOf, type Nats } from './harness.ts';

let server: Nats;
let bus: Bus;
beforeAll(async () => {
  server = await nats();
  bus = await server.bus();
  await bus.ensureStreams();
});
afterAll(() => server.end());

describe('commands', () => {
  test('a published command reaches the handler as it was sent, with its trace', async () => {
    const seen: unknown[] = [];
    const sent = command();
    const trace = 'ab'.repeat(16);
    const consumption = bus.consumeCommands({
      async handler(got, context) {
        seen.push(got, context.trace, context.deliveries);
        return verdict.done;
      },
    });
    await bus.publishCommand(sent, { trace });
    await eventually('the command', () => seen.length > 0);
    expect(seen).toEqual([sent, trace, 1]);
    await consumption.stop();
  });

  test('the same msgId is taken once', async () => {
    const sent = command();
    const msgId = `${sent.frame.sessionId}.${sent.frame.id}`;
    const first = await bus.publishCommand(sent, { msgId });
    const again = await bus.publishCommand(sent, { msgId });
    expect(first.duplicate).toBe(false);
    expect(again).toEqual({ seq: first.seq, duplicate: true });
    let count = 0;
    const other = command();
    const ids: string[] = [];
    const consumption = bus.consumeCommands({
      async handler({ frame }) {
        ids.push(frame.id);
        count++;
        return verdict.done;
      },
    });
    await bus.publishCommand(other);
    await eventually('both commands', () => count === 2);
    expect(ids.toSorted()).toEqual([sent.frame.id, other.frame.id].toSorted());
    await consumption.stop();
  });

  test('a command that breaks its schema is refused before it is sent, naming the field', async () => {
    const bad = { ...command(), acceptedAt: -1 };
    await expect(bus.publishCommand(bad)).rejects.toMatchObject({
      category: 'validation',
      code: 'invalid_field',
      message: expect.stringContaining('acceptedAt'),
    });
  });

  test('[P12] a partition is handled one at a time and in order across two workers, retries included', async () => {
    const other = await server.bus('second');
    const sessions = neighbours(5);
    const sent = Array.from({ length: 100 }, (_, n) => command(sessions[n % 5], `n${n}`));
    const done: string[] = [];
    const workers = new Map<string, number>();
    let inHand = 0;
    let most = 0;
    const handlerOf =
      (worker: string) =>
      async (got: (typeof sent)[number], { deliveries }: { deliveries: number }): Promise<Verdict> => {
        most = Math.max(most, ++inHand);
        await delay(1);
        inHand--;
        const text = textOf(got);
        if (text.endsWith('7') && deliveries < 3) return verdict.retry(text === 'n7' ? 0 : 30);
        if (text.endsWith('4') && deliveries < 2) throw new Error('once');
        workers.set(worker, (workers.get(worker) ?? 0) + 1);
        done.push(text);
        return verdict.done;
      };
    const consumptions = [
      bus.consumeCommands({ handler: handlerOf('first') }),
      other.consumeCommands({ handler: handlerOf('second') }),
    ];
    for (const one of sent) await bus.publishCommand(one);
    await eventually('all commands', () => done.length >= 100, { timeoutMs: 20_000 });
    expect(done).toEqual(sent.map(textOf));
    expect(most).toBe(1);
    expect([...workers.keys()].toSorted()).toEqual(['first', 'second']);
    await Promise.all(consumptions.map((one) => one.stop()));
  });

  test('`retry` brings it back after its wait, counted', async () => {
    const at: number[] = [];
    const counts: number[] = [];
    const consumption = bus.consumeCommands({
      async handler(_, { deliveries }) {
        at.push(performance.now());
        counts.push(deliveries);
        return deliveries < 3 ? verdict.retry(300) : verdict.done;
      },
    });
    await bus.publishCommand(command());
    await eventually('the third delivery', () => counts.length === 3);
    expect(counts).toEqual([1, 2, 3]);
    const [first = 0, second = 0, third = 0] = at;
    for (const gap of [second - first, third - second]) {
      expect(gap).toBeGreaterThan(280);
      expect(gap).toBeLessThan(2500);
    }
    await consumption.stop();
  });

  test('a handler that is late is told so by its signal, and the command comes again', async () => {
    const reasons: unknown[] = [];
    let deliveredAgain = false;
    const consumption = bus.consumeCommands({
      deadlineMs: 200,
      async handler(_, { deliveries, signal }) {
        if (deliveries > 1) {
          deliveredAgain = true;
          return verdict.done;
        }
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        reasons.push(signal.reason);
        // Goes on regardless: the bus leaves it alone.
        await delay(60_000, undefined, { ref: false });
        return verdict.done;
      },
    });
    await bus.publishCommand(command());
    await eventually('the second delivery', () => deliveredAgain, { timeoutMs: 4000 });
    expect(reasons).toEqual([expect.objectContaining({ code: 'timeout' })]);
    await consumption.stop();
  });

  test('[P12] one that takes longer than the queue waits for a word is delivered once', async () => {
    const deliveries: number[] = [];
    let isDone = false;
    const other = await server.bus('other');
    const handler = async (_: unknown, context: { deliveries: number }): Promise<Verdict> => {
      deliveries.push(context.deliveries);
      await delay(3000);
      isDone = true;
      return verdict.done;
    };
    const consumptions = [bus, other].map((each) => each.consumeCommands({ handler }));
    await bus.publishCommand(command());
    await eventually('its end', () => isDone, { timeoutMs: 10_000 });
    expect(deliveries).toEqual([1]);
    await Promise.all(consumptions.map((each) => each.stop()));
  });

  test('stop waits for what is in hand, then leaves it to be delivered again elsewhere', async () => {
    const id = randomUUID();
    let began = false;
    let aborted = false;
    const held = bus.consumeCommands({
      async handler(_, { signal }) {
        began = true;
        signal.addEventListener('abort', () => (aborted = true));
        await delay(60_000, undefined, { ref: false });
        return verdict.done;
      },
    });
    await bus.publishCommand(command(id));
    await eventually('the first delivery', () => began);
    await held.stop(100);
    expect(aborted).toBe(true);
    let deliveries = 0;
    const next = (await server.bus()).consumeCommands({
      async handler(_, context) {
        ({ deliveries } = context);
        return verdict.done;
      },
    });
    await eventually('the redelivery', () => deliveries === 2, { timeoutMs: 8000 });
    await next.stop();
  });
});
