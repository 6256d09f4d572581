import type { Prepared } from '../context/Prepared.ts';
import type { CallableModel } from '../models.ts';
import type { Budget } from './Budget.ts';

/** A model of a chain with what it is asked, and how many stand in for it. */
export interface Asked {
  readonly model: CallableModel;
  readonly prepared: Prepared;
  readonly budget: Budget;
  readonly behind: number;
}
