import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** After a fault, the time in which everybody is served again, in milliseconds. */
export const RESTORED_MS = 10_000;

export const checkOutages = ({ outages }: History): Violation[] =>
  outages
    .filter(({ restoredMs }) => restoredMs > RESTORED_MS)
    .map(({ fault, restoredMs }) => ({ rule: 'slow', what: `${fault}: ${Math.round(restoredMs)} ms` }));
