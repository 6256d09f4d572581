import { setTimeout as delay } from 'node:timers/promises';
import type { Exit, Say } from '@parley/infra';
import type { RunFiles } from './runFiles.ts';
import type { Running, Unit } from './unit.ts';

export type Supervisor = {
  /** Starts the unit and waits until it serves; from then on it is started again whenever it ends. */
  start(): Promise<void>;
  /** Ends it for good: SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

/** One that lived that long gets a new start at once; others wait a little longer each time, less than a second. */
const STEADY_MS = 5000;
const PAUSES_MS = [0, 100, 200, 400, 800];

/** Keeps one unit running. */
export function createSupervisor(unit: Unit, runFiles: RunFiles, say: Say): Supervisor {
  const name = `${unit.service}.${unit.n}`;
  const stopped = new AbortController();
  let running: Running | undefined;
  let watching: Promise<void> | undefined;

  async function launch(): Promise<Running> {
    const started = await unit.start();
    if (stopped.signal.aborted) {
      await started.kill();
      throw new Error(`${name} was stopped while it started`);
    }
    running = started;
    runFiles.write(unit, started);
    return started;
  }

  /** Tries until it runs again; undefined when it is to end. */
  async function relaunch(quickEnds: number): Promise<Running | undefined> {
    for (let attempt = quickEnds; ; attempt++) {
      const pauseMs = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)];
      await delay(pauseMs, undefined, { signal: stopped.signal }).catch(() => {});
      if (stopped.signal.aborted) return undefined;
      try {
        return await launch();
      } catch (error) {
        if (!stopped.signal.aborted) say(`${name} can't be started: ${String(error)}`);
      }
    }
  }

  async function watch(first: Running): Promise<void> {
    let quickEnds = 0;
    let current: Running | undefined = first;
    while (current) {
      const began = performance.now();
      const exit = await current.exited;
      if (stopped.signal.aborted) return;
      say(`${name} ended (${reasonOf(exit)}); starting it again`);
      quickEnds = performance.now() - began < STEADY_MS ? quickEnds + 1 : 0;
      current = await relaunch(Math.max(0, quickEnds - 1));
    }
  }

  return {
    async start() {
      const first = await launch();
      await unit.ready?.(first);
      if (!stopped.signal.aborted) watching = watch(first);
    },
    async stop(graceMs) {
      stopped.abort();
      await running?.stop(graceMs);
      await watching;
      runFiles.remove(unit);
    },
  };
}

function reasonOf({ code, signal }: Exit): string {
  return signal ?? `code ${code}`;
}
