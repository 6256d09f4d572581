import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../Bench.ts';
import { startMeasured, type Measured, type Usage } from '../measured/startMeasured.ts';
import { openMany } from '../openMany.ts';
import { protocolsOf, startGateway } from '../startGateway.ts';
import { startQueue } from '../startQueue.ts';
import { median } from '../statistics.ts';
import { openWire } from '../WireSocket.ts';

const SOCKETS = 5000;
/** Opened before the first reading, so that what is made only once isn't counted. */
const BEFORE = 200;
const ROUNDS = 3;
const GOAL_KIB = 11;
const BASELINES = join(import.meta.dirname, '../baselines');

type Kind = 'gateway' | 'ws' | 'net';

/** KiB for each idle socket of a server that was just started; it ends. */
async function perSocket(
  server: Measured,
  protocols?: (at: number) => string[],
): Promise<Pick<Usage, 'rss' | 'heapUsed'>> {
  const sockets: Socket[] = [];
  const open = async (count: number): Promise<Usage> => {
    sockets.push(...(await openMany(count, (at) => openWire(server.port, protocols?.(sockets.length + at)))));
    await delay(1000);
    return server.memory();
  };
  const before = await open(BEFORE);
  const after = await open(SOCKETS);
  for (const socket of sockets) socket.destroy();
  await server.stop();
  const each = (what: 'rss' | 'heapUsed') => (after[what] - before[what]) / SOCKETS / 1024;
  return { rss: each('rss'), heapUsed: each('heapUsed') };
}

async function run() {
  await using queue = await startQueue();
  const protocols = (at: number) => protocolsOf(`user ${at}`);
  const kinds: Record<Kind, () => ReturnType<typeof perSocket>> = {
    gateway: async () => perSocket(await startGateway(queue.url), protocols),
    ws: async () => perSocket(await startMeasured(join(BASELINES, 'wsEcho.ts')), protocols),
    net: async () => perSocket(await startMeasured(join(BASELINES, 'netServer.ts'))),
  };
  const taken: Record<Kind, Awaited<ReturnType<typeof perSocket>>[]> = { gateway: [], ws: [], net: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(kinds) as Kind[]) taken[kind].push(await kinds[kind]());
  }
  const rss = (kind: Kind) => median(taken[kind].map(({ rss }) => rss));
  const heap = (kind: Kind) => median(taken[kind].map(({ heapUsed }) => heapUsed));
  const shown = (kind: Kind) => `${rss(kind).toFixed(1)} KiB (heap ${heap(kind).toFixed(1)})`;
  /** The heap grows first into memory that the start left behind: the larger of both is what a socket takes. */
  const over = (kind: Kind) => Math.max(rss('gateway') - rss(kind), heap('gateway') - heap(kind));
  return [
    {
      what: 'gateway: memory of an idle socket, over bare Node (net)',
      ours: shown('gateway'),
      baseline: shown('net'),
      compared: `+${over('net').toFixed(1)} KiB`,
      goal: `≤ +${GOAL_KIB} KiB`,
      reached: over('net') <= GOAL_KIB,
    },
    {
      what: 'the same, over a bare ws server',
      ours: shown('gateway'),
      baseline: shown('ws'),
      compared: `${over('ws') < 0 ? '' : '+'}${over('ws').toFixed(1)} KiB`,
    },
  ];
}

export const idleMemory: Bench = {
  name: 'memory',
  title: 'Gateway: memory of an idle socket',
  how: `Resident memory (and, in brackets, heap) of the server’s process with ${SOCKETS} more idle sockets (of the gateway: authenticated, each a user of its own, after \`welcome\`), divided by their number; garbage collected before each reading, ${BEFORE} sockets open before the first one. Compared is what grew more, resident memory or heap, since the heap grows first into what the start left behind. A new process for each reading, ${ROUNDS} rounds by turns, medians. Memory of the kernel isn’t counted.`,
  found:
    'The gateway holds no request, closure or timer for a socket and makes what only some need when they need it; a socket takes about 0.4 KiB more heap than one of a bare `ws` server.',
  run,
};
