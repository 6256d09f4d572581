/**
 * `cut`: broken off, and nobody gets through; `hang`: all seems well and nothing arrives; `slow`: all of it, later. At the
 * end of any what is open may break.
 */
export type Disturbance = 'cut' | 'hang' | 'slow';

/** TCP lines between the parts, each of which can be disturbed. */
export interface Lines {
  /** What they run on. */
  readonly by: string;
  /** Makes a line to a port of this machine; gives the port of its other end. */
  open(name: string, toPort: number): Promise<number>;
  disturb(name: string, how: Disturbance): Promise<void>;
  /** All is well again. */
  mend(name: string): Promise<void>;
  close(): Promise<void>;
}

/** How much a `slow` line holds everything back, in milliseconds. */
export const SLOW_MS = 200;
