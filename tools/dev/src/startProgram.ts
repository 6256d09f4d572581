import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '@parley/infra';
import { readRunFile, type RunFile } from './readRunFile.ts';
import { READY } from './runDev.ts';

export type ParleyOptions = {
  /** Where everything is kept; started again on the same folder, it is there again. */
  dataDir: string;
  /** A free one when left out. */
  port?: number;
  /** How many of which service, such as `{ 'ws-gateway': 2 }`. */
  replicas?: Readonly<Record<string, number>>;
  /** Added to this process's own environment. */
  env?: NodeJS.ProcessEnv;
  /** Gets each line that it says. */
  onLine?: (line: string) => void;
  /** How long it may take; 120,000 when left out, since the first start may fetch and build. */
  readyMs?: number;
};

export type Parley = {
  readonly pid: number;
  /** The one origin, such as `http://localhost:8080`. */
  readonly url: string;
  /** Where WebSockets go, such as `ws://localhost:8080/ws`. */
  readonly wsUrl: string;
  readonly dataDir: string;
  /** What it said so far. */
  readonly lines: readonly string[];
  /** The process of a service's replica as it is now. Throws when there is none. */
  runFile(service: string, n?: number): RunFile;
  /** SIGTERM to that process alone; resolves when it has ended all and itself. */
  stop(): Promise<void>;
  /** SIGKILL to that process alone. */
  kill(): Promise<void>;
};

const STOP_MS = 15_000;

/**
 * Starts a program that runs Parley, as `npm start` does, and waits until it says that it is ready.
 * @throws Error with what it said when it ends before or isn't ready in time
 */
export async function startProgram(program: string, options: ParleyOptions): Promise<Parley> {
  const { dataDir, port = 0, replicas = {}, readyMs = 120_000 } = options;
  const counts = Object.entries(replicas).map(([service, count]) => `${service}=${count}`);
  const env = {
    ...process.env,
    REPLICAS: counts.join(','),
    ...options.env,
    DATA_DIR: dataDir,
    PORT: String(port),
  };
  const lines: string[] = [];
  const ready = Promise.withResolvers<string>();
  const log = (line: string) => {
    lines.push(line);
    options.onLine?.(line);
    if (line.startsWith(READY)) ready.resolve(line.slice(READY.length));
  };
  const child = await startChild({ command: process.execPath, args: [program], env, log });
  const failed = async (why: string): Promise<never> => {
    await child.stop(STOP_MS);
    throw new Error(`Parley ${why}:\n${lines.join('\n')}`);
  };
  const patience = new AbortController();
  const url = await Promise.race([
    ready.promise,
    child.exited.then(({ code, signal }) =>
      failed(`ended (${signal ?? `code ${code}`}) before it was ready`),
    ),
    delay(readyMs, undefined, { signal: patience.signal }).then(() =>
      failed(`wasn't ready within ${readyMs} ms`),
    ),
  ]).finally(() => patience.abort());
  return {
    pid: child.pid,
    url,
    wsUrl: `${url.replace('http', 'ws')}/ws`,
    dataDir,
    lines,
    runFile: (service, n = 1) => readRunFile(dataDir, service, n),
    async stop() {
      const { code, signal } = await child.stop(STOP_MS);
      if (code !== 0)
        throw new Error(`Parley ended with ${signal ?? `code ${code}`}:\n${lines.slice(-10).join('\n')}`);
    },
    async kill() {
      await child.kill();
    },
  };
}
