import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Done, Task } from './Task.ts';

/** What a thread may take. */
export interface ApartLimits {
  readonly timeoutMs: number;
  /** Of its heap, in MiB. */
  readonly heapMb: number;
  /** By how much the whole process may grow meanwhile, in MiB: what is unpacked lies outside of any heap. */
  readonly growthMb: number;
}

export const APART_LIMITS: ApartLimits = { timeoutMs: 15_000, heapMb: 384, growthMb: 1_024 };

const MIB = 1024 * 1024;
/** Beside this file, whether it is a source or part of a bundle. */
const WORK = new URL(`work${extname(import.meta.filename)}`, import.meta.url);
/** How often it is looked at how large the process is. */
const LOOK_MS = 25;

/**
 * Does a task in a thread of its own, so that nothing in a file takes the worker down with it. `too_large`: it took more
 * than it may, of time or memory, and was ended. `undefined`: it was ended by its signal.
 */
export async function doApart(
  task: Task,
  limits: ApartLimits = APART_LIMITS,
  signal?: AbortSignal,
): Promise<Done | 'too_large' | undefined> {
  const { promise, resolve } = Promise.withResolvers<Done | 'too_large' | undefined>();
  const before = process.memoryUsage.rss();
  const bytes = new Uint8Array(task.bytes);
  const worker = new Worker(WORK, {
    workerData: { ...task, bytes },
    transferList: [bytes.buffer],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
    // Libraries' words about a file are nobody's business.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.once('message', resolve);
  // Out of memory, or a library that died where nobody could catch it.
  worker.once('error', (error: NodeJS.ErrnoException) =>
    resolve(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : { kind: 'broken' }),
  );
  worker.once('exit', () => resolve({ kind: 'broken' }));
  const timeout = setTimeout(() => resolve('too_large'), limits.timeoutMs);
  const look = setInterval(() => {
    if (process.memoryUsage.rss() - before > limits.growthMb * MIB) resolve('too_large');
  }, LOOK_MS);
  const leave = (): void => resolve(undefined);
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted) leave();
  try {
    return await promise;
  } finally {
    clearTimeout(timeout);
    clearInterval(look);
    signal?.removeEventListener('abort', leave);
    await worker.terminate();
  }
}
