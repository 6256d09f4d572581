import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Command, subjects } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { connect } from 'nats';
import { fromBytes, verdict, type Bus } from '../src/index.ts';
import { command, nats, neighbours, textOf, type Nats } from './harness.ts';

let server: Nats;
let bus: Bus;
beforeAll(async () => {
  server = await nats();
  bus = await server.bus();
  await bus.ensureStreams();
});
afterAll(() => server.end());

describe('dead letters', () => {
  test('a dropped command is kept with its reason and holds nobody up; its text isn’t logged', async () => {
    const [first = '', second = ''] = neighbours(2);
    const done: string[] = [];
    const consumption = bus.consumeCommands({
      async handler(got, { deliveries }) {
        if (textOf(got) !== 'secret words') {
          done.push(textOf(got));
          return verdict.done;
        }
        return deliveries < 2 ? verdict.retry(0) : verdict.drop('rule: broken\nfor good');
      },
    });
    const bad = command(first, 'secret words');
    const trace = 'cd'.repeat(16);
    await bus.publishCommand(bad, { trace });
    await bus.publishCommand(command(second, 'next'));
    await eventually('the next one', () => done.includes('next'));
    const letters = await eventually('the letter', async () => {
      const found = await bus.deadLetters.list();
      return found.length > 0 ? found : undefined;
    });
    expect(letters).toEqual([
      {
        seq: 1,
        subject: subjects.command(first),
        reason: 'rule: broken for good',
        at: expect.any(Date),
        deliveries: 2,
        trace,
        size: expect.any(Number),
      },
    ]);
    const payload = await bus.deadLetters.payload(1);
    expect(payload && fromBytes(Command, payload)).toEqual(bad);
    expect(await bus.deadLetters.payload(99)).toBeUndefined();
    await consumption.stop();
    expect(server.lines.filter((line) => line.includes('message.dropped'))).toHaveLength(1);
    expect(server.lines.join('')).not.toContain('secret words');
  });

  test('what can’t be read is kept, logged once and handled by nobody', async () => {
    const before = (await bus.deadLetters.list()).at(-1)?.seq ?? 0;
    const nc = await connect({ servers: server.url });
    const sessionId = randomUUID();
    const bytes = [
      new Uint8Array([0xff, 0x00]),
      new TextEncoder().encode('{"frame":{"text":"hidden words"}}'),
    ];
    for (const one of bytes) await nc.jetstream().publish(subjects.command(sessionId), one);
    await nc.jetstream().publish(subjects.turn(sessionId), new TextEncoder().encode('[]'));
    await nc.close();
    let handled = 0;
    const handler = async () => {
      handled++;
      return verdict.done;
    };
    const running = [bus.consumeCommands({ handler }), bus.consumeTurns({ slots: 1, handler })];
    const letters = await eventually('three letters', async () => {
      const found = await bus.deadLetters.list({ after: before });
      return found.length === 3 ? found : undefined;
    });
    expect(letters.map(({ subject }) => subject).toSorted()).toEqual(
      [subjects.command(sessionId), subjects.command(sessionId), subjects.turn(sessionId)].toSorted(),
    );
    expect(await bus.deadLetters.list({ after: before, limit: 2 })).toEqual(letters.slice(0, 2));
    expect(handled).toBe(0);
    await Promise.all(running.map((one) => one.stop()));
    expect(
      server.lines.filter((line) => line.includes(sessionId) && line.includes('message.dropped')),
    ).toHaveLength(3);
    expect(server.lines.join('')).not.toContain('hidden words');
  });
});
