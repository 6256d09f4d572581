import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PARTITIONS, ParleyError, partitionOf, subjects, type Command } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { connect } from 'nats';
import { verdict, type Bus, type CommandOptions } from '../src/index.ts';
import { command, nats, neighbours, textOf, type Nats } from './harness.ts';

let server: Nats;
let buses: Bus[];
beforeAll(async () => {
  server = await nats();
  buses = await Promise.all([server.bus('first'), server.bus('second')]);
  await buses[0]?.ensureStreams();
});
afterAll(() => server.end());

const away = () => new ParleyError('service', 'unavailable', 'the database is away');
const consume = (options: CommandOptions) => buses.map((bus) => bus.consumeCommands(options));
const letters = async (after: number) => (await buses[0]?.deadLetters.list({ after, limit: 1000 })) ?? [];
const lastLetter = async () => (await letters(0)).at(-1)?.seq ?? 0;

/** What a command does, delivery after delivery; the last one for ever. */
const anyDeliveries = fc.array(fc.constantFrom('outage', 'fault'), { maxLength: 3 });
const anyKind = fc.record({ deliveries: anyDeliveries, last: fc.constantFrom('done', 'fault', 'garbage') });

test('[P12] for any faults and outages, on two workers: only what failed five times by its own fault is given up, the rest of its partition goes on in order', async () => {
  // One sample of many plans, all at once: each waits out its backoffs, which takes seconds.
  const plans = fc.sample(fc.array(anyKind, { minLength: 1, maxLength: 3 }), { numRuns: 100, seed: 7 });
  const before = await lastLetter();
  const nc = await connect({ servers: server.url });
  const kinds = new Map<string, (typeof plans)[number][number]>();
  const dead = new Set<string>();
  const expected = new Map<number, string[]>();
  const handled = new Map<number, string[]>();
  const deliveries = new Map<string, number>();
  for (const [at, plan] of plans.entries()) {
    const partition = at % PARTITIONS;
    let sessionId = randomUUID();
    while (partitionOf(sessionId) !== partition) sessionId = randomUUID();
    for (const kind of plan) {
      const one = command(sessionId);
      const id = one.frame.id;
      kinds.set(id, kind);
      if (kind.last === 'garbage') {
        await nc.jetstream().publish(subjects.command(sessionId), new TextEncoder().encode('{"garbage'));
        continue;
      }
      if (kind.last === 'fault') dead.add(id);
      else expected.set(partition, [...(expected.get(partition) ?? []), id]);
      await buses[0]?.publishCommand(one);
    }
  }
  const garbage = plans.flat().filter(({ last }) => last === 'garbage').length;
  const running = consume({
    async handler({ frame: { id, sessionId } }) {
      const delivery = (deliveries.get(id) ?? 0) + 1;
      deliveries.set(id, delivery);
      const kind = kinds.get(id);
      const what = kind?.deliveries[delivery - 1] ?? kind?.last;
      if (what === 'outage') throw away();
      if (what === 'fault') throw new TypeError('words that were said');
      const partition = partitionOf(sessionId);
      handled.set(partition, [...(handled.get(partition) ?? []), id]);
      return verdict.done;
    },
  });
  const total = [...expected.values()].flat().length;
  await eventually(
    'everything is handled or given up',
    async () =>
      [...handled.values()].flat().length >= total && (await letters(before)).length >= dead.size + garbage,
    { timeoutMs: 120_000, everyMs: 200 },
  );
  expect(handled).toEqual(expected);
  const given = await letters(before);
  expect(given).toHaveLength(dead.size + garbage);
  expect(new Set(given.map(({ reason }) => reason))).toEqual(
    new Set(['failed 5 times: TypeError', 'payload: must be JSON']),
  );
  await Promise.all(running.map((one) => one.stop()));
  await nc.close();
});

describe('a poisoned command', () => {
  test('[P15] that hangs while what the handler needs is slow is a machine out of breath, and never given up', async () => {
    const before = await lastLetter();
    const seen: number[] = [];
    const running = consume({
      deadlineMs: 20,
      maxTimeouts: 2,
      ready: () => new Promise((resolve) => void setTimeout(resolve, 200)),
      async handler(_got, { deliveries }) {
        seen.push(deliveries);
        return deliveries < 6 ? new Promise<never>(() => undefined) : verdict.done;
      },
    });
    await buses[0]?.publishCommand(command(randomUUID(), 'breathless'));
    await eventually('the sixth delivery', () => seen.includes(6), { timeoutMs: 30_000 });
    expect(await letters(before)).toEqual([]);
    await Promise.all(running.map((one) => one.stop()));
  });

  test('that hangs is given up, and the one behind it goes on', async () => {
    const before = await lastLetter();
    const [first = '', second = ''] = neighbours(2);
    const done: string[] = [];
    const running = consume({
      deadlineMs: 100,
      maxTimeouts: 5,
      async handler(got) {
        if (textOf(got) === 'poison') return new Promise<never>(() => undefined);
        done.push(textOf(got));
        return verdict.done;
      },
    });
    await buses[0]?.publishCommand(command(first, 'poison'));
    await buses[0]?.publishCommand(command(second, 'next'));
    // Five times 600 ms and four waits of 200 to 1600 ms.
    await eventually('the one behind it', () => done.includes('next'), { timeoutMs: 20_000 });
    expect(await letters(before)).toMatchObject([
      { subject: subjects.command(first), reason: 'failed 5 times: service/timeout', deliveries: 5 },
    ]);
    await Promise.all(running.map((one) => one.stop()));
  });

  test('is not given up for failures while what the handler needs is away', async () => {
    const before = await lastLetter();
    const seen: string[] = [];
    let isAway = true;
    const running = consume({
      async ready() {
        if (isAway) throw away();
      },
      async handler(got: Command, { deliveries }) {
        seen.push(textOf(got));
        isAway = deliveries <= 6;
        if (deliveries <= 6) throw new Error('a driver’s own');
        return verdict.done;
      },
    });
    await buses[0]?.publishCommand(command(randomUUID(), 'patient'));
    await eventually('the seventh delivery', () => seen.length === 7, { timeoutMs: 30_000 });
    expect(await letters(before)).toEqual([]);
    await Promise.all(running.map((one) => one.stop()));
  });
});
