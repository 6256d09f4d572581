import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../Bench.ts';
import type { Measured } from '../measured/startMeasured.ts';
import { startMeasured } from '../measured/startMeasured.ts';
import { openMany } from '../openMany.ts';
import { rounds } from '../rounds.ts';
import { protocolsOf, startGateway } from '../startGateway.ts';
import { startQueue } from '../startQueue.ts';
import { median, shownSpread } from '../statistics.ts';
import { clientFrame, openWire } from '../WireSocket.ts';

const SOCKETS = 500;
const ROUNDS = 9;
const ROUND_MS = 2000;
const GOAL = 0.85;
const ECHO = join(import.meta.dirname, '../baselines/wsEcho.ts');

/** Answers for each second of CPU time of the server, each socket sending its next ping on the answer to the last. */
async function answersPerSecond(server: Measured, sockets: readonly Socket[]): Promise<number> {
  const id = randomUUID();
  const ping = clientFrame(`{"type":"ping","id":"${id}"}`);
  let answers = 0;
  let stopped = false;
  const again = function (this: Socket, answer: Buffer): void {
    if (answer.length !== 2 + (answer[1] ?? 0) || !answer.includes(id)) throw new Error('no whole answer');
    answers++;
    if (!stopped) this.write(ping);
  };
  const cpu = await server.cpu();
  for (const socket of sockets) socket.on('data', again).write(ping);
  await delay(ROUND_MS);
  const used = (await server.cpu()) - cpu;
  const counted = answers;
  stopped = true;
  await delay(100);
  for (const socket of sockets) socket.off('data', again);
  return (counted * 1000) / used;
}

async function run() {
  await using queue = await startQueue();
  const gateway = await startGateway(queue.url);
  const echo = await startMeasured(ECHO);
  const connect = (port: number) => openMany(SOCKETS, (at) => openWire(port, protocolsOf(`user ${at}`)));
  const [ours, bare] = [await connect(gateway.port), await connect(echo.port)];
  await delay(500);
  const by = {
    ours: () => answersPerSecond(gateway, ours),
    baseline: () => answersPerSecond(echo, bare),
  };
  // The first round is for the compilers.
  await rounds(1, by);
  const measured = await rounds(ROUNDS, by);
  for (const socket of [...ours, ...bare]) socket.destroy();
  await Promise.all([gateway.stop(), echo.stop()]);
  const ratios = measured.ours.map((rate, at) => rate / (measured.baseline[at] ?? Number.NaN));
  const ratio = median(ratios);
  const shown = (rates: number[]) => `${(median(rates) / 1000).toFixed(1)} k/s`;
  return [
    {
      what: 'gateway: ping → pong, per CPU-second',
      ours: shown(measured.ours),
      baseline: shown(measured.baseline),
      compared: shownSpread(ratios, '×'),
      goal: `≥ ${GOAL} ×`,
      reached: ratio >= GOAL,
    },
  ];
}

export const pingPong: Bench = {
  name: 'ping',
  title: 'Gateway: ping → pong',
  how: `${SOCKETS} sockets, each sending its next ping on the pong to the last one, against a bare \`ws\` server that sends back what comes and looks at nothing. Counted are answers for each second of CPU time of the server’s process, all its threads; the load comes from another process. ${ROUNDS} rounds of ${ROUND_MS / 1000} s by turns; the ratio is the median of the rounds’ ratios.`,
  found:
    'The gateway checks the token’s expiry, the rate limit and the frame itself, where the echo looks at nothing; in both, most of the time is the system call that writes the answer.',
  run,
};
