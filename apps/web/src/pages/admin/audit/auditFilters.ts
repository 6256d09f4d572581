import { MAX_USER_ID } from '@parley/protocol/limits';
import type { AuditQuery } from '../api/audit.ts';
import { dayProblem } from '../parts/dayProblem.ts';
import { midnight } from '../parts/midnight.ts';

/** What entries of the audit log are chosen by, as the address has it; empty is any. Days are of the reader's clock. */
export interface AuditFilters {
  /** Ids. */
  readonly who: string;
  readonly target: string;
  /** The code of an action. */
  readonly what: string;
  readonly fromDay: string;
  readonly toDay: string;
}

export const NO_AUDIT_FILTERS: AuditFilters = { who: '', what: '', target: '', fromDay: '', toDay: '' };
/** What the filters are called in the address. */
const NAMES = { who: 'who', what: 'what', target: 'target', fromDay: 'from', toDay: 'to' } as const;

/** Those that `read` has, one by one. */
export const readAuditFilters = (read: (name: keyof AuditFilters) => string): AuditFilters => ({
  who: read('who'),
  what: read('what'),
  target: read('target'),
  fromDay: read('fromDay'),
  toDay: read('toDay'),
});

/** Those of an address. */
export function auditFiltersOf(search: string): AuditFilters {
  const query = new URLSearchParams(search);
  return readAuditFilters((name) => query.get(NAMES[name]) ?? '');
}

/** The part of an address that says them: `?who=…`, or nothing. */
export function auditSearchOf(filters: AuditFilters): string {
  const query = new URLSearchParams();
  for (const [key, name] of Object.entries(NAMES) as [keyof AuditFilters, string][])
    if (filters[key]) query.set(name, filters[key]);
  return query.size > 0 ? `?${query}` : '';
}

const idProblem = (id: string): string | undefined =>
  id.length > MAX_USER_ID ? `This is longer than ${MAX_USER_ID} characters, as nothing here is.` : undefined;

/** Why nothing can be found by a field, in words; none when it can. */
export function auditProblemsOf(filters: AuditFilters): Partial<Record<keyof AuditFilters, string>> {
  const { who, what, target, fromDay, toDay } = filters;
  const found = {
    who: idProblem(who),
    what: idProblem(what),
    target: idProblem(target),
    fromDay: dayProblem(fromDay),
    toDay: dayProblem(toDay),
  };
  return Object.fromEntries(Object.entries(found).filter(([, words]) => words !== undefined));
}

/** What is to be asked. */
export const auditQueryOf = ({ fromDay, toDay, ...ids }: AuditFilters): AuditQuery => ({
  ...ids,
  from: midnight(fromDay),
  // The last day counts to its end.
  to: midnight(toDay, 1),
});
