import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { subjects } from '@parley/protocol';
import { connect, type JetStreamClient } from 'nats';
import { answerOpens } from '../answerOpens.ts';
import { AskingSocket } from '../AskingSocket.ts';
import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { startMeasured } from '../measured/startMeasured.ts';
import { rounds } from '../rounds.ts';
import { startGateway } from '../startGateway.ts';
import { startQueue } from '../startQueue.ts';
import { median, shownSpread, shownTimes } from '../statistics.ts';

/** For the compilers: a gateway runs for weeks. */
const WARM_UP = 40;
const ROUNDS = 40;
const OF_A_ROUND = 50;
const PAUSE_MS = 2;
const GOAL = 1.5;
const TEXT =
  'What people say to an assistant is mostly about this long, or a little longer than that. '.repeat(2);
const USER = { id: 'bench', roles: ['user'] };

/** Milliseconds of each of some operations, one after the other with a pause between. */
async function times(operation: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < OF_A_ROUND; i++) {
    const began = performance.now();
    await operation();
    taken.push(performance.now() - began);
    await delay(PAUSE_MS);
  }
  return taken;
}

/** The same command as the gateway would publish it, with nothing around. */
async function publish(queue: JetStreamClient, sessionId: string): Promise<void> {
  const id = randomUUID();
  const frame = { type: 'message.send', id, sessionId, text: TEXT };
  const command = { frame, user: USER, acceptedAt: Date.now() };
  await queue.publish(subjects.command(sessionId), JSON.stringify(command), { msgID: `${sessionId}.${id}` });
}

async function measure(synced: boolean) {
  await using queue = await startQueue(synced);
  const gateway = await startGateway(queue.url);
  await using _worker = await answerOpens(queue.url);
  const echo = await startMeasured(join(import.meta.dirname, '../baselines/wsEcho.ts'));
  const chat = await AskingSocket.open(gateway.port, USER.id, true);
  const echoed = await AskingSocket.open(echo.port, USER.id, false);
  const bare = await connect({ servers: queue.url });
  const jetStream = bare.jetstream();
  const by = {
    ours: async () => {
      const sessionId = randomUUID();
      await chat.ask('session.open', { id: sessionId, new: true });
      return times(() => chat.ask('message.send', { sessionId, text: TEXT }));
    },
    baseline: () => {
      const sessionId = randomUUID();
      return times(() => publish(jetStream, sessionId));
    },
    echo: () => times(() => echoed.ask('message.send', { sessionId: randomUUID(), text: TEXT })),
  };
  await rounds(WARM_UP, by);
  const measured = await rounds(ROUNDS, by);
  chat.close();
  echoed.close();
  await Promise.all([bare.close(), gateway.stop(), echo.stop()]);
  return measured;
}

async function figures(synced: boolean, where: string): Promise<Figure[]> {
  const { ours, baseline, echo } = await measure(synced);
  const p50 = (of: number[][], round: number) => median(of[round] ?? []);
  const ratios = ours.map((_, round) => p50(ours, round) / p50(baseline, round));
  const overBoth = ours.map((_, round) => p50(ours, round) / (p50(baseline, round) + p50(echo, round)));
  return [
    {
      what: `command: accept → ack, p50, ${where}`,
      ours: shownTimes(ours),
      baseline: shownTimes(baseline),
      compared: shownSpread(ratios, '×'),
      goal: `≤ ${GOAL} ×`,
      reached: median(ratios) <= GOAL,
    },
    {
      what: 'the same, over the publish and a bare `ws` echo of the frame together',
      ours: shownTimes(ours),
      baseline: `echo alone: ${shownTimes(echo)}`,
      compared: shownSpread(overBoth, '×'),
    },
  ];
}

export const commandAck: Bench = {
  name: 'ack',
  title: 'Command: accept → ack',
  how: `A client sends \`message.send\` and waits for its \`ack\`, against a bare JetStream publish (the official client) of the same command to the same stream with the same \`Nats-Msg-Id\`, by the same process; ${PAUSE_MS} ms between two. Nothing consumes meanwhile. Once with the queue as \`npm start\` runs it, once with its files synced before the ack, which production asks for (production’s copies on other machines, which a publish waits for too, are no part of this). ${ROUNDS} rounds of ${OF_A_ROUND}, the middle of the rounds’ ratios of p50.`,
  found:
    'The client’s ack takes four ways between processes (client → gateway → queue → gateway → client), the bare publish two. The second row compares with both parts: what is left is the gateway’s own work (reading and checking the frame takes about 15 µs when hot) and the wait for a core. The log line comes after the ack.',
  run: async () => [
    ...(await figures(false, 'as `npm start` runs it')),
    ...(await figures(true, 'with synced files')),
  ],
};
