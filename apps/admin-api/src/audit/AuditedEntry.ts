import { Timestamp } from '@parley/protocol';
import type { Audited } from '@parley/store';
import { z } from 'zod';

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** An entry of the audit log, as admins see it. */
export const AuditedEntry = z.object({
  n: z.int().min(1).describe('its number: from 1, no gaps'),
  who: z.string(),
  what: z.string(),
  target: z.string(),
  when: Timestamp,
  where: z.string().optional().describe('the address it was asked from'),
  before: Facts.optional(),
  after: Facts.optional(),
});
export type AuditedEntry = z.infer<typeof AuditedEntry>;

/** What is told of an entry. */
export const toAuditedEntry = ({ command: _command, when, ...entry }: Audited): AuditedEntry => ({
  ...entry,
  when: new Date(when).toISOString(),
});
