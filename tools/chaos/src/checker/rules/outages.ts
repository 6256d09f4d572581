import type { History, Outage } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** After a fault, or a few at once, the time in which everybody is served again, in milliseconds. */
export const RESTORED_MS = 10_000;
/** The same when every process died at once: all start cold on one machine, while all clients come back to it. */
export const BLACKOUT_MS = 20_000;

const bound = ({ kind }: Outage): number => (kind === 'blackout' ? BLACKOUT_MS : RESTORED_MS);

export const checkOutages = ({ outages }: History): Violation[] =>
  outages
    .filter((outage) => outage.restoredMs > bound(outage))
    .map(({ fault, restoredMs }) => ({ rule: 'slow', what: `${fault}: ${Math.round(restoredMs)} ms` }));
