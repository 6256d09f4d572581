import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Notification, subjects } from '@parley/protocol';
import { anyOf } from '@parley/protocol/test/anyOf';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { connect } from 'nats';
import { fromBytes, verdict, type Bus, type Consumption, type NotificationOptions } from '../src/index.ts';
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

const help = (id: string = randomUUID()): Notification => ({
  id: `help:${id}:1`,
  kind: 'help',
  by: 'all',
  at: 1_700_000_000_000,
  title: 'Somebody asks for a human',
  userId: 'ann',
  sessionId: randomUUID(),
  reason: 'secret words',
  round: 1,
  details: { waiting: 3 },
});
const anyDetails = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.oneof(fc.string(), fc.integer(), fc.boolean()),
  { noNullPrototype: true },
);
const anyNotification: fc.Arbitrary<Notification> = fc
  .tuple(anyOf(Notification.omit({ details: true })), anyDetails)
  .map(([one, details]) => ({ ...one, details }));
const consume = (on: Bus, handler: NotificationOptions['handler'], slots = 8): void => {
  running.push(on.consumeNotifications({ slots, handler }));
};

describe('notifications', () => {
  test('[P39] [P41] each reaches one of the handlers, whole, with its trace and how often it was delivered', async () => {
    const given = fc.sample(anyNotification, 100).map((one, n) => ({ ...one, id: `event:${n}` }));
    const got = new Map<string, Notification[]>();
    const other = await server.bus();
    const traces: string[] = [];
    for (const on of [bus, other]) {
      consume(on, async (one, { deliveries, trace }) => {
        got.set(one.id, [...(got.get(one.id) ?? []), one]);
        traces.push(trace);
        expect(deliveries).toBe(1);
        return verdict.done;
      });
    }
    const trace = 'ab'.repeat(16);
    for (const one of given) await bus.publishNotification(one, { trace });
    await eventually('all of them', () => got.size === given.length);
    await eventually('the queue is empty', async () =>
      (await bus.queueDepths()).some(({ stream, messages }) => stream === 'NOTIFY' && messages === 0),
    );
    for (const one of given) expect(got.get(one.id)).toEqual([one]);
    expect(new Set(traces)).toEqual(new Set([trace]));
  });

  test('[P52] what is told twice is queued once, by its id, of whatever kind', async () => {
    const [one, another] = [help(), help()];
    const said = [];
    for (const told of [one, one, { ...one, title: 'other words' }, another])
      said.push((await bus.publishNotification(told)).duplicate);
    expect(said).toEqual([false, true, true, false]);
    const got: string[] = [];
    consume(bus, async ({ id }) => {
      got.push(id);
      return verdict.done;
    });
    await eventually('two of them', () => got.length === 2);
    // Several are handled at once: in which order is nobody's promise.
    expect(got.toSorted()).toEqual([one.id, another.id].toSorted());
  });

  test('[P41] one that failed comes again, after the time asked for, and holds nobody up', async () => {
    const [late, next] = [help(), help()];
    const order: string[] = [];
    consume(
      bus,
      async ({ id }, { deliveries }) => {
        order.push(`${id === late.id ? 'late' : 'next'} ${deliveries}`);
        if (id === late.id && deliveries === 1) return verdict.retry(300);
        if (id === late.id && deliveries === 2) throw new Error('the mail server is away');
        return verdict.done;
      },
      1,
    );
    await bus.publishNotification(late);
    await bus.publishNotification(next);
    await eventually('the third delivery', () => order.includes('late 3'), { timeoutMs: 10_000 });
    expect(order).toEqual(['late 1', 'next 1', 'late 2', 'late 3']);
    expect(server.lines.join('')).not.toContain('secret words');
  });

  test('[P41] one that is given up, or can’t be read, is kept as a dead letter and can be sent again', async () => {
    const bad = help();
    let isGivenUp = true;
    const got: string[] = [];
    consume(bus, async ({ id }) => {
      got.push(id);
      return isGivenUp ? verdict.drop('no address') : verdict.done;
    });
    await bus.publishNotification(bad);
    const nc = await connect({ servers: server.url });
    await nc.jetstream().publish(subjects.notify('alert'), new TextEncoder().encode('{"kind":"alert"}'));
    await nc.close();
    const letters = await eventually('both letters', async () => {
      const found = await bus.deadLetters.list();
      return found.length === 2 ? found : undefined;
    });
    const mine = letters.find(({ subject }) => subject === subjects.notify('help'));
    expect(mine).toMatchObject({ reason: 'no address', deliveries: 1 });
    const payload = await bus.deadLetters.payload(mine?.seq ?? 0);
    expect(payload && fromBytes(Notification, payload)).toEqual(bad);
    isGivenUp = false;
    expect(await bus.deadLetters.retry(mine?.seq ?? 0)).toBe(true);
    await eventually('it comes again', () => got.length === 2);
    expect(await bus.deadLetters.list()).toHaveLength(1);
  });

  test('[P41] what nobody has taken yet outlives the server', async () => {
    const one = help();
    await bus.publishNotification(one);
    await server.kill();
    await expect(bus.publishNotification(help())).rejects.toMatchObject({ category: 'service' });
    await server.start();
    const got: Notification[] = [];
    consume(bus, async (notification) => {
      got.push(notification);
      return verdict.done;
    });
    await eventually('it is there', () => got.length > 0, { timeoutMs: 10_000 });
    expect(got).toEqual([one]);
  });

  test('[P9] one that is not as the schema says is refused before it is queued', async () => {
    for (const [field, wrong] of [
      ['id', { id: 'a b' }],
      ['id', { id: '*\r\n' }],
      ['kind', { kind: 'party' }],
      ['by', { by: 'pigeon' }],
      ['sessionId', { sessionId: '*' }],
    ] as const) {
      await expect(bus.publishNotification({ ...help(), ...wrong } as Notification)).rejects.toMatchObject({
        code: 'invalid_field',
        message: expect.stringContaining(field),
      });
    }
  });
});
