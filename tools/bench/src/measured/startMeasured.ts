import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@parley/infra';

const PROBE = join(import.meta.dirname, 'probe.ts');
const READY_MS = 30_000;

/** What a process uses; bytes and milliseconds. */
export interface Usage {
  readonly rss: number;
  readonly heapUsed: number;
  /** Outside of the heap, held by what is in it: buffers. */
  readonly external: number;
  readonly cpuMs: number;
}

/** A server in a process of its own, and what that process uses. */
export interface Measured {
  readonly port: number;
  /** CPU time of all its threads, from its start on. */
  cpu(): Promise<number>;
  /** After its garbage was collected. */
  memory(): Promise<Usage>;
  stop(): Promise<void>;
}

/**
 * Starts a program that listens on `PORT` and waits until it does. `PROFILE` (a folder) has each write a CPU profile.
 * @throws Error when it ends before, or takes too long
 */
export async function startMeasured(program: string, env: NodeJS.ProcessEnv = {}): Promise<Measured> {
  const port = await freePort();
  const profile = process.env['PROFILE'];
  const execArgv = ['--expose-gc', '--import', PROBE];
  if (profile) execArgv.push('--cpu-prof', '--cpu-prof-dir', profile);
  const child = fork(program, {
    execArgv,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const ask = async (question: string): Promise<Usage> => {
    const answer = once(child, 'message');
    child.send(question);
    const [usage] = await answer;
    return usage as Usage;
  };
  await listening(port, () => child.exitCode ?? child.signalCode);
  return {
    port,
    cpu: async () => (await ask('cpu')).cpuMs,
    memory: () => ask('memory'),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function listening(port: number, ended: () => unknown): Promise<void> {
  const end = performance.now() + READY_MS;
  while (performance.now() < end) {
    if (ended() !== null) throw new Error(`a measured process ended with ${String(ended())}`);
    // Whatever the answer is: a baseline speaks no HTTP, a service is ready when it says so.
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch((error: Error) => error.cause);
    if (answer instanceof Response ? answer.status !== 503 : !isRefused(answer)) return;
    await delay(50);
  }
  throw new Error('a measured process took too long to start');
}

const isRefused = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
