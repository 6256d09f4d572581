import { Readable } from 'node:stream';
import { toSession } from '@parley/conversation';
import { type HttpApp, pageOf } from '@parley/http';
import { Session } from '@parley/protocol';
import { z } from 'zod';
import { csvOf } from '../export/csvOf.ts';
import { sessionColumns } from '../export/sessionColumns.ts';
import { findAll, findSessions } from '../sessions/findSessions.ts';
import { factsOf, SessionsFilter, SessionsQuery, toAsked } from '../sessions/SessionsQuery.ts';
import type { Backend } from './Backend.ts';
import { keepAudit } from './keepAudit.ts';
import { keepRead } from './keepRead.ts';

const security = [{ bearer: [] }];
/** Sessions that are read at once for a file. */
const AT_ONCE = 200;

/** `GET /admin/api/sessions` and `sessions.csv`: everybody's sessions, as pages or as a file. */
export function addSessionsRoutes(http: HttpApp, { guard, store }: Backend): void {
  const onRequest = [...guard];
  http.get(
    '/admin/api/sessions',
    {
      onRequest,
      schema: {
        summary: 'Everybody’s sessions by any filter, in one of four orders',
        security,
        querystring: SessionsQuery,
        response: { 200: pageOf(Session) },
      },
    },
    async (request) => {
      const asked = toAsked(request.query);
      const { userId: target, search } = asked;
      // What is found tells which words were said.
      const after = { text: search !== undefined };
      if (target !== undefined) await keepRead(store, request, { what: 'sessions.searched', target, after });
      const { items, nextCursor } = await findSessions(store, asked);
      return { items: items.map(toSession), nextCursor: nextCursor ?? null };
    },
  );
  http.get(
    '/admin/api/sessions.csv',
    {
      onRequest,
      // It would read all sessions, to say nothing.
      exposeHeadRoute: false,
      schema: {
        summary: 'The same, all of them as CSV',
        security,
        querystring: SessionsFilter,
        response: { 200: z.any().describe('the file') },
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const asked = toAsked({ ...request.query, limit: AT_ONCE });
      const [target, after] = [asked.userId ?? '*', factsOf(request.query)];
      await keepAudit(store, request, { what: 'sessions.exported', target, after });
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', 'attachment; filename="sessions.csv"')
        .send(Readable.from(csvOf(sessionColumns, findAll(store, asked), toSession), { objectMode: false }));
    },
  );
}
