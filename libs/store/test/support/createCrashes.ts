import type { FaultPoint, Faults } from '../../src/index.ts';

/** A process died, as far as a test is concerned. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Dies at chosen fault points. */
export interface Crashes {
  readonly faults: Faults;
  /** From here on: die each time that this says so; `n` counts the points passed, from 0. */
  readonly arm: (dies: (point: FaultPoint, n: number) => boolean) => void;
  /** Points at which it died so far. */
  readonly died: FaultPoint[];
}

/** Fault points that are to be given to one store. */
export function createCrashes(): Crashes {
  let dies: (point: FaultPoint, n: number) => boolean = () => false;
  let passed = 0;
  const died: FaultPoint[] = [];
  return {
    died,
    faults(point) {
      if (!dies(point, passed++)) return;
      died.push(point);
      throw new Crash(point);
    },
    arm(armed) {
      passed = 0;
      dies = armed;
    },
  };
}
