import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { verdict, type Bus } from '../src/index.ts';
import { command, nats, type Nats } from './harness.ts';

let server: Nats;
let bus: Bus;
beforeAll(async () => {
  server = await nats();
  bus = await server.bus();
  await bus.ensureStreams();
});
afterAll(() => server.end());

const percentile = (values: readonly number[], part: number) =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0).toFixed(1);
const percentiles = (values: readonly number[]) =>
  `p50 ${percentile(values, 0.5)} ms p99 ${percentile(values, 0.99)} ms`;
const say = (line: string) => process.stderr.write(`${line}\n`);

test('how fast it is here (told, not judged)', async () => {
  const sentAt = new Map<string, number>();
  let acks: number[] = [];
  let handled: number[] = [];
  const consumption = bus.consumeCommands({
    async handler({ frame }) {
      handled.push(performance.now() - (sentAt.get(frame.id) ?? 0));
      return verdict.done;
    },
  });
  const send = async () => {
    const one = command(randomUUID());
    const at = performance.now();
    sentAt.set(one.frame.id, at);
    // A machine that is busy with other things may take longer than a publish may: then it is one less.
    await bus.publishCommand(one).then(
      () => acks.push(performance.now() - at),
      () => undefined,
    );
  };
  const tell = async (what: string, run: () => Promise<unknown>) => {
    [acks, handled] = [[], []];
    const began = performance.now();
    await run();
    await eventually('all handled', () => handled.length >= acks.length, { timeoutMs: 20_000 });
    const rate = Math.round((handled.length * 1000) / (performance.now() - began));
    say(`${what}: ${rate}/s, acked ${percentiles(acks)}, handled ${percentiles(handled)}`);
  };
  await tell('commands, paced', async () => {
    const sending: Promise<void>[] = [];
    const began = performance.now();
    while (sending.length < 1000) {
      while (sending.length < Math.min(1000, (performance.now() - began) / 2)) sending.push(send());
      await delay(1);
    }
    await Promise.all(sending);
  });
  await tell('commands, 32 senders', () =>
    Promise.all(
      Array.from({ length: 32 }, async () => {
        for (let n = 0; n < 100; n++) await send();
      }),
    ),
  );
  await consumption.stop();

  let got = 0;
  const frame = new Uint8Array(200);
  const sessionId = randomUUID();
  bus.subscribeOut(sessionId, () => got++);
  await bus.flush();
  const began = performance.now();
  for (let n = 0; n < 50_000; n++) bus.publishOut(sessionId, frame, { fence: 1 });
  await eventually('all frames', () => got === 50_000, { timeoutMs: 20_000 });
  say(`frames out and in: ${Math.round(50_000_000 / (performance.now() - began))}/s`);
});
