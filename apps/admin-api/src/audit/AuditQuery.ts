import { PageQuery } from '@parley/http';
import type { AuditEntry, AuditFacts, AuditQuery as AskedAudit } from '@parley/store';
import { z } from 'zod';
import { Moment } from '../sessions/Moment.ts';

const MAX_FIELD = 200;
const field = z
  .string()
  .min(1, 'must not be empty')
  .max(MAX_FIELD, `must be at most ${MAX_FIELD} characters`);

/** Which entries of the audit log are asked for. */
export const AuditFilter = z.object({
  who: field.optional().describe('the id of whoever did it'),
  what: field.optional().describe('such as takeover.started'),
  target: field.optional().describe('the id of what it was done to: a session, a user'),
  from: Moment.optional().describe('done then or later'),
  to: Moment.optional().describe('done before'),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** The same, a page at a time. */
export const AuditQuery = PageQuery.extend(AuditFilter.shape);

/** The filter as the store takes it. */
export const toAskedAudit = ({ what, ...filter }: AuditFilter): Omit<AskedAudit, 'limit' | 'before'> => ({
  ...filter,
  what: what as AuditEntry['what'] | undefined,
});

/** The filter as the audit log keeps it. */
export function auditFactsOf(filter: AuditFilter): AuditFacts {
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) facts[name] = typeof value === 'number' ? new Date(value).toISOString() : value;
  }
  return facts;
}
