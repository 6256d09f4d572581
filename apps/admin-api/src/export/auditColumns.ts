import type { AuditedEntry } from '../audit/AuditedEntry.ts';
import type { Columns } from './csvOf.ts';

const facts = (some: AuditedEntry['before']): string | undefined => some && JSON.stringify(some);

/** An entry of the audit log as a line of CSV. */
export const auditColumns: Columns<AuditedEntry> = {
  n: ({ n }) => n,
  when: ({ when }) => when,
  who: ({ who }) => who,
  what: ({ what }) => what,
  target: ({ target }) => target,
  where: ({ where }) => where,
  before: ({ before }) => facts(before),
  after: ({ after }) => facts(after),
};
