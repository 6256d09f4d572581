import { createSupervisor, type Supervisor } from './createSupervisor.ts';
import { createRunFiles } from './runFiles.ts';
import type { Unit } from './unit.ts';

export type Fleet = {
  /** Starts all at once and waits until all serve. */
  start(units: readonly Unit[]): Promise<void>;
  /** Ends all at once, each within `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

/** Units that start and end together, each kept running in between. */
export function createFleet(dataDir: string, say: (part: string, line: string) => void): Fleet {
  let supervisors: Supervisor[] = [];
  return {
    async start(units) {
      const runFiles = createRunFiles(dataDir);
      supervisors = units.map((unit) => createSupervisor(unit, runFiles, (line) => say(unit.service, line)));
      await Promise.all(supervisors.map((supervisor) => supervisor.start()));
    },
    async stop(graceMs) {
      await Promise.all(supervisors.map((supervisor) => supervisor.stop(graceMs)));
    },
  };
}
