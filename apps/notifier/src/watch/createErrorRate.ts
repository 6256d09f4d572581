import type { FleetErrors } from '@parley/protocol';
import type { BucketRate } from '@parley/store';
import type { Finding } from './raise.ts';

/** Counts the errors that services log. */
export interface ErrorRate {
  /** Somebody logged errors, at a moment in milliseconds since 1970. */
  add(errors: FleetErrors, at: number): void;
  /** The services that logged more than allowed within the time before `at`. */
  findings(at: number): Finding[];
}

/** More services than there are: what goes beyond isn't counted. */
const MOST = 1000;

/** Too many errors are more than `n` of one service within `perMs` milliseconds. */
export function createErrorRate({ n, perMs }: BucketRate): ErrorRate {
  const logged = new Map<string, { readonly at: number; readonly errors: number }[]>();
  return {
    add({ service, errors }, at) {
      const known = logged.get(service) ?? [];
      if (known.length === 0 && logged.size >= MOST) return;
      logged.set(service, [...known.filter((one) => one.at > at - perMs), { at, errors }]);
    },
    findings(at) {
      const findings: Finding[] = [];
      for (const [service, all] of logged) {
        const recent = all.filter((one) => one.at > at - perMs);
        if (recent.length === 0) logged.delete(service);
        const errors = recent.reduce((sum, one) => sum + one.errors, 0);
        if (errors <= n) continue;
        findings.push({
          rule: `errors.${service}`,
          kind: 'critical',
          title: `${service} logs many errors`,
          reason: `${errors} errors within ${Math.round(perMs / 1000)} s; more than ${n} are told. Its log says which.`,
          details: { service, errors },
        });
      }
      return findings;
    },
  };
}
