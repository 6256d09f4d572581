import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Running, Unit } from './unit.ts';

export type RunFiles = {
  write(unit: Unit, running: Running): void;
  remove(unit: Unit): void;
};

/** Where the run file of a process lies. */
export function runFilePath(dataDir: string, service: string, n: number): string {
  return join(dataDir, 'run', `${service}.${n}.json`);
}

/** Takes away what an earlier start, one that was killed, left. */
export function clearRunFiles(dataDir: string): void {
  rmSync(join(dataDir, 'run'), { recursive: true, force: true });
  mkdirSync(join(dataDir, 'run'), { recursive: true });
}

/** The files `run/<service>.<n>.json` in the data folder, which say `{pid, port, url}` of each running process. */
export function createRunFiles(dataDir: string): RunFiles {
  return {
    write({ service, n }, { pid, port, url }) {
      const path = runFilePath(dataDir, service, n);
      // By rename: who reads at the same time sees the old one or the new one.
      writeFileSync(`${path}.new`, `${JSON.stringify({ pid, port, url })}\n`);
      renameSync(`${path}.new`, path);
    },
    remove: ({ service, n }) => rmSync(runFilePath(dataDir, service, n), { force: true }),
  };
}
