import { resolve } from 'node:path';
import { startProgram, type Parley, type ParleyOptions } from './startProgram.ts';

/**
 * Starts the very program that `npm start` is, with all services, for end-to-end tests and benches.
 * @throws Error with what it said when it can't start
 */
export function startParley(options: ParleyOptions): Promise<Parley> {
  return startProgram(resolve(import.meta.dirname, '..', 'start.mjs'), options);
}
