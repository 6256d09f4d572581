import { Readable } from 'node:stream';
import { type HttpApp, pageOf } from '@parley/http';
import { ParleyError } from '@parley/protocol';
import type { Audited, AuditQuery as AskedAudit, Store } from '@parley/store';
import { z } from 'zod';
import { AuditedEntry, toAuditedEntry } from '../audit/AuditedEntry.ts';
import { AuditFilter, auditFactsOf, AuditQuery, toAskedAudit } from '../audit/AuditQuery.ts';
import { auditColumns } from '../export/auditColumns.ts';
import { csvOf } from '../export/csvOf.ts';
import type { Backend } from './Backend.ts';
import { keepAudit } from './keepAudit.ts';

const security = [{ bearer: [] }];
/** Entries that are read at once for a file. */
const AT_ONCE = 200;

function numberOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/u.test(cursor)) return Number(cursor);
  throw new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave.');
}

/** All entries that are asked for, newest first, read as they are needed. */
async function* findAll(
  { audit }: Pick<Store, 'audit'>,
  asked: Omit<AskedAudit, 'limit'>,
): AsyncGenerator<Audited> {
  for (let { before } = asked; ;) {
    const found = await audit.list({ ...asked, before, limit: AT_ONCE });
    yield* found;
    if (found.length < AT_ONCE) return;
    before = found.at(-1)?.n;
  }
}

/** `GET /admin/api/audit` and `audit.csv`: what was done, by whom, as pages or as a file. */
export function addAuditRoutes(http: HttpApp, { guard, store }: Backend): void {
  const onRequest = [...guard];
  http.get(
    '/admin/api/audit',
    {
      onRequest,
      schema: {
        summary: 'What was done, newest first: by whom, to what, when, from where',
        security,
        querystring: AuditQuery,
        response: { 200: pageOf(AuditedEntry) },
      },
    },
    async ({ query: { limit, cursor, ...filter } }) => {
      const asked = { ...toAskedAudit(filter), before: numberOf(cursor) };
      const found = await store.audit.list({ ...asked, limit: limit + 1 });
      const items = found.slice(0, limit).map(toAuditedEntry);
      return { items, nextCursor: found.length > limit ? String(items.at(-1)?.n) : null };
    },
  );
  http.get(
    '/admin/api/audit.csv',
    {
      onRequest,
      // It would read all entries, to say nothing.
      exposeHeadRoute: false,
      schema: {
        summary: 'The same, all of it as CSV',
        security,
        querystring: AuditFilter,
        response: { 200: z.any().describe('the file') },
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const { query } = request;
      await keepAudit(store, request, { what: 'audit.exported', target: '*', after: auditFactsOf(query) });
      const entries = findAll(store, toAskedAudit(query));
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(Readable.from(csvOf(auditColumns, entries, toAuditedEntry), { objectMode: false }));
    },
  );
}
