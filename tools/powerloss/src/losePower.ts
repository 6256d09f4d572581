import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBus } from '@parley/bus';
import { createLogger } from '@parley/logging';
import { seededRandom } from '@parley/testing';
import { AckReader } from './AckReader.ts';
import { afterLoss, type AfterLoss } from './afterLoss.ts';
import { Disk, type Tree } from './Disk.ts';
import { load } from './load.ts';

import { readTrace } from './readTrace.ts';
import { readTree } from './readTree.ts';
import { startTracedNats } from './startTracedNats.ts';
import type { Syscall } from './Syscall.ts';
import { writeTree } from './writeTree.ts';

export interface LosePowerOptions {
  /** `always`, or the server's default. */
  readonly syncInterval: 'always' | undefined;
  readonly messages: number;
  /** At how many moments of the run the power goes. */
  readonly moments: number;
  readonly seed: number;
}

/** A loss of power at one moment. */
export interface Loss extends AfterLoss {
  /** Calls that had ended by then. */
  readonly at: number;
  /** Messages that had been acked by then. */
  readonly acked: number;
}

interface Left {
  readonly at: number;
  readonly acked: ReadonlySet<number>;
  readonly tree: Tree;
}

/** Half of the moments anywhere, half of them right behind an ack, where a missing sync shows. */
function pickMoments(calls: readonly Syscall[], count: number, next: () => number): number[] {
  const reader = new AckReader();
  const behindAcks: number[] = [];
  for (const [at, call] of calls.entries()) {
    const before = reader.acked.size;
    reader.read(call);
    if (reader.acked.size > before) behindAcks.push(at + 1);
  }
  const [first] = behindAcks;
  if (first === undefined) throw new Error('the trace has no ack');
  const moments = Array.from({ length: count }, (_, n) =>
    n % 2 === 0
      ? (behindAcks[Math.floor(next() * behindAcks.length)] ?? first)
      : first + Math.floor(next() * (calls.length - first)),
  );
  return moments.toSorted((a, b) => a - b);
}

/** What is left at each of the moments, which are in order; and what the process saw at the end. */
function replay(
  calls: readonly Syscall[],
  moments: readonly number[],
  root: string,
): { left: Left[]; seen: Tree } {
  const disk = new Disk(root);
  const reader = new AckReader();
  const left: Left[] = [];
  for (let at = 0; at <= calls.length; at++) {
    for (const moment of moments) {
      if (moment === at) left.push({ at, acked: new Set(reader.acked), tree: disk.left() });
    }
    const call = calls[at];
    if (!call) break;
    disk.apply(call);
    reader.read(call);
  }
  return { left, seen: disk.seen() };
}

/** The first path at which the model differs from the real files; the server's configuration isn't written by it. */
function differenceOf(model: Tree, real: Tree): string | undefined {
  const paths = new Set([...model.keys(), ...real.keys()]);
  return [...paths].find((path) => {
    const [one, other] = [model.get(path), real.get(path)];
    if (path.endsWith('/nats.conf')) return false;
    return typeof one === 'object' && typeof other === 'object' ? !one.equals(other) : one !== other;
  });
}

/**
 * Runs a server under load, and tells for some moments of the run what would be there if the power had gone then.
 * @throws Error when the trace doesn't explain the files as they are, or a server doesn't start on what is left
 */
export async function losePower({
  syncInterval,
  messages,
  moments,
  seed,
}: LosePowerOptions): Promise<Loss[]> {
  const next = seededRandom(seed);
  const home = await mkdtemp(join(tmpdir(), 'parley-powerloss-'));
  const dataDir = join(home, 'data');
  const trace = join(home, 'trace');
  const key = randomBytes(16).toString('hex');
  try {
    const server = await startTracedNats(
      { dataDir, key, syncInterval },
      { trace, script: join(home, 'nats') },
    );
    const log = createLogger({ service: 'powerloss', level: 'silent' });
    const bus = await connectBus({ url: server.url, name: 'powerloss', log });
    await bus.ensureStreams();
    const published = await load(bus, messages, next);
    await server.kill();
    await bus.close();
    const calls = await readTrace(trace);
    const { left, seen } = replay(calls, pickMoments(calls, moments, next), dataDir);
    const difference = differenceOf(seen, await readTree(dataDir));
    if (difference !== undefined)
      throw new Error(`the trace doesn't explain ${difference.slice(dataDir.length)}`);
    const losses: Loss[] = [];
    for (const [n, { at, acked, tree }] of left.entries()) {
      const folder = join(home, `left-${n}`);
      await writeTree(tree, dataDir, folder);
      losses.push({ at, acked: acked.size, ...(await afterLoss(folder, key, acked, published)) });
      await rm(folder, { recursive: true });
    }
    return losses;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
