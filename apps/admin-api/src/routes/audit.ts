import { type HttpApp, PageQuery, pageOf } from '@parley/http';
import { ParleyError, Timestamp } from '@parley/protocol';
import type { AuditEntry } from '@parley/store';
import { z } from 'zod';
import type { Backend } from './Backend.ts';

const MAX_FIELD = 200;
const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const AuditedEntry = z.object({
  n: z.int().min(1).describe('its number: from 1, no gaps'),
  who: z.string(),
  what: z.string(),
  target: z.string(),
  when: Timestamp,
  where: z.string().optional().describe('the address it was asked from'),
  before: Facts.optional(),
  after: Facts.optional(),
});
const AuditQuery = PageQuery.extend({
  who: z.string().min(1).max(MAX_FIELD).optional(),
  what: z.string().min(1).max(MAX_FIELD).optional().describe('such as takeover.started'),
  target: z.string().min(1).max(MAX_FIELD).optional(),
});

function numberOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/u.test(cursor)) return Number(cursor);
  throw new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave.');
}

/** `GET /admin/api/audit`: what was done, by whom. */
export function addAuditRoute(http: HttpApp, { guard, store }: Backend): void {
  http.get(
    '/admin/api/audit',
    {
      onRequest: [...guard],
      schema: {
        summary: 'What was done, newest first: by whom, to what, when, from where',
        security: [{ bearer: [] }],
        querystring: AuditQuery,
        response: { 200: pageOf(AuditedEntry) },
      },
    },
    async ({ query: { limit, cursor, who, what, target } }) => {
      const found = await store.audit.list({
        limit: limit + 1,
        before: numberOf(cursor),
        who,
        what: what as AuditEntry['what'] | undefined,
        target,
      });
      const items = found.slice(0, limit).map((entry) => ({
        ...entry,
        when: new Date(entry.when).toISOString(),
      }));
      return { items, nextCursor: found.length > limit ? String(items.at(-1)?.n) : null };
    },
  );
}
