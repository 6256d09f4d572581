import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { openLogFile, type Log } from './logSink.ts';
import { guardOrphan } from './orphanGuard.ts';

/** How a process ended: its exit code, or the signal that ended it. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type Child = {
  readonly pid: number;
  /** Resolves when the process has ended and what watched it has been put away; never rejects. */
  readonly exited: Promise<Exit>;
  /** SIGTERM, and SIGKILL when it hasn't ended after `graceMs` (5000). Resolves when it has ended. */
  stop(graceMs?: number): Promise<Exit>;
  /** SIGKILL to it and what it started, as a crash would be. Resolves when it has ended. */
  kill(): Promise<Exit>;
};

export type ChildOptions = {
  command: string;
  args: readonly string[];
  /** The whole environment of the process; this process's own when left out. */
  env?: NodeJS.ProcessEnv | undefined;
  cwd?: string | undefined;
  /** Output and errors, both. */
  log?: Log;
};

/**
 * Starts a process in a group of its own (so that Ctrl-C in the terminal reaches only us, who end it in order). It
 * ends with this process, also when this one is killed.
 * @throws Error when the command can't be run
 */
export async function startChild({ command, args, env, cwd, log }: ChildOptions): Promise<Child> {
  const file = typeof log === 'string' ? openLogFile(log) : undefined;
  const output = file?.fd ?? (log ? 'pipe' : 'ignore');
  const stdio: StdioOptions = ['ignore', output, output];
  const child = spawn(command, args, { env, cwd, stdio, detached: true });
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new Error(`${command} can't be started`, { cause });
  } finally {
    file?.close();
  }
  if (typeof log === 'function') passLines(child, log);
  return handleOf(child);
}

function handleOf(child: ChildProcess): Child {
  const { pid } = child;
  if (pid === undefined) throw new Error('a started process has no pid');
  const release = guardOrphan(pid);
  const exited = new Promise<Exit>((resolve) => {
    // `close`, not `exit`: by then all of its output has been read.
    child.once('close', (code, signal) => {
      void release().then(() => resolve({ code, signal }));
    });
  });
  const crash = () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL');
  };
  return {
    pid,
    exited,
    async stop(graceMs = 5000) {
      const patience = new AbortController();
      child.kill('SIGTERM');
      const late = delay(graceMs, 'late', { signal: patience.signal }).catch(() => 'late');
      if ((await Promise.race([exited, late])) === 'late') crash();
      patience.abort();
      return exited;
    },
    kill() {
      crash();
      return exited;
    },
  };
}

function passLines(child: ChildProcess, log: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', log);
  }
}
