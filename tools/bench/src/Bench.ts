import type { Figure } from './Figure.ts';

/** Measures something of ours and a baseline by turns, in one run. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  /** How it is measured, as a reader of the figures needs to know it. */
  readonly how: string;
  /** What was found of where the difference comes from. */
  readonly found: string;
  readonly run: () => Promise<Figure[]>;
}
