import { FleetErrors, subjects } from '@parley/protocol';
import type { Link } from './link.ts';
import { checked, toBytes } from './payload.ts';

/** How often a process says how many errors it logged, in milliseconds. */
export const TELL_ERRORS_MS = 10_000;

/** Says on `fleet.errors`, again and again, how many errors this process logged since, and a last time when told to stop. */
export function tellErrors(link: Link, service: string, everyMs = TELL_ERRORS_MS): () => void {
  let told = link.log.errors();
  const tell = (): void => {
    const logged = link.log.errors();
    if (logged === told || link.status() !== 'connected') return;
    const errors = checked(FleetErrors, { service, errors: logged - told });
    link.outbox.send(subjects.fleet('errors'), toBytes(errors));
    told = logged;
  };
  const timer = setInterval(tell, everyMs).unref();
  return () => {
    clearInterval(timer);
    tell();
  };
}
