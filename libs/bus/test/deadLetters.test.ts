import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Command, subjects } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { connect, headers } from 'nats';
import { fromBytes, verdict, type Bus, type DeadLetter } from '../src/index.ts';
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

  describe('retry and drop', () => {
    const nobody = 9999;

    /** Sends a command that is dropped at once; gives its letter. */
    async function killed(sent: Command, trace: string): Promise<DeadLetter> {
      const before = (await bus.deadLetters.list()).at(-1)?.seq ?? 0;
      const consumption = bus.consumeCommands({ handler: async () => verdict.drop('rule: broken') });
      const { id, sessionId } = sent.frame;
      await bus.publishCommand(sent, { msgId: `${sessionId}.${id}`, trace });
      const letter = await eventually('the letter', async () => {
        const [found] = await bus.deadLetters.list({ after: before });
        return found;
      });
      await consumption.stop();
      return letter;
    }

    /** Handles what is queued until the queue is empty; gives what came. */
    async function handled() {
      const came: { command: Command; trace: string }[] = [];
      const consumption = bus.consumeCommands({
        async handler(command, { trace }) {
          came.push({ command, trace });
          return verdict.done;
        },
      });
      await eventually('an empty queue', async () => {
        const depths = await bus.queueDepths();
        return depths.find(({ stream }) => stream === 'CHAT')?.messages === 0;
      });
      await consumption.stop();
      return came;
    }

    test('retry queues it as it was sent, within two minutes too, and removes the letter', async () => {
      const sent = command();
      const trace = 'ef'.repeat(16);
      const { seq } = await killed(sent, trace);
      expect(await bus.deadLetters.retry(seq)).toBe(true);
      expect(await bus.deadLetters.get(seq)).toBeUndefined();
      expect(await bus.deadLetters.retry(seq)).toBe(false);
      expect(await handled()).toEqual([{ command: sent, trace }]);
    });

    test('the same bytes and the sender’s own header fields are sent, to the same subject', async () => {
      const nc = await connect({ servers: server.url });
      const data = new TextEncoder().encode('{"frame": {"half": "a comm');
      const sentHeader = headers();
      for (const [name, value] of [
        ['X-Own', 'one'],
        ['X-Own', 'two'],
        ['traceparent', `00-${'12'.repeat(16)}-${'34'.repeat(8)}-01`],
      ] as const) {
        sentHeader.append(name, value);
      }
      const subject = subjects.command(randomUUID());
      await nc.jetstream().publish(subject, data, { headers: sentHeader, msgID: randomUUID() });
      const before = (await bus.deadLetters.list()).at(-1)?.seq ?? 0;
      const consumption = bus.consumeCommands({ handler: async () => verdict.done });
      const letter = await eventually('the letter', async () => {
        const [found] = await bus.deadLetters.list({ after: before });
        return found;
      });
      await consumption.stop();
      await bus.deadLetters.retry(letter.seq);
      const { streams } = await nc.jetstreamManager();
      const again = await streams.getMessage('CHAT', { last_by_subj: subject });
      expect(again.data).toEqual(data);
      expect(again.header.values('X-Own')).toEqual(['one', 'two']);
      expect(again.header.get('traceparent')).toBe(sentHeader.get('traceparent'));
      expect(again.header.keys().filter((name) => name.startsWith('Parley-'))).toEqual([]);
      await streams.deleteMessage('CHAT', again.seq);
      await nc.close();
    });

    test('two who retry it at once, and one who was cut off before, queue it once', async () => {
      const nc = await connect({ servers: server.url });
      const { streams } = await nc.jetstreamManager();
      for (let round = 0; round < 20; round++) {
        const sent = command();
        const { seq } = await killed(sent, 'ab'.repeat(16));
        // As a crash between the two steps leaves it: the letter stands where it stood.
        const letter = await streams.getMessage('DEAD', { seq });
        await Promise.all([bus.deadLetters.retry(seq), bus.deadLetters.retry(seq)]);
        const before = (await streams.info('CHAT')).state.messages;
        const msgId = `letter.${seq}.${letter.time.getTime()}`;
        const repeat = headers();
        const { duplicate } = await nc
          .jetstream()
          .publish(subjects.command(sent.frame.sessionId), letter.data, { headers: repeat, msgID: msgId });
        expect({ before, duplicate }).toEqual({ before: 1, duplicate: true });
        expect((await handled()).map(({ command }) => command)).toEqual([sent]);
      }
      await nc.close();
    });

    test('a letter that can’t be queued stays', async () => {
      const sent = command();
      const { seq } = await killed(sent, 'ab'.repeat(16));
      const nc = await connect({ servers: server.url });
      const { streams } = await nc.jetstreamManager();
      await streams.update('CHAT', { max_bytes: 1 });
      await expect(bus.deadLetters.retry(seq)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await bus.deadLetters.get(seq)).toMatchObject({ seq });
      await nc.close();
      await bus.ensureStreams();
      expect(await bus.deadLetters.retry(seq)).toBe(true);
      expect(await handled()).toHaveLength(1);
    });

    test('drop removes it for good', async () => {
      const { seq } = await killed(command(), 'ab'.repeat(16));
      expect(await bus.deadLetters.drop(seq)).toBe(true);
      expect(await bus.deadLetters.drop(seq)).toBe(false);
      expect(await bus.deadLetters.drop(nobody)).toBe(false);
      expect(await bus.deadLetters.retry(seq)).toBe(false);
      expect(await handled()).toEqual([]);
    });
  });
});
