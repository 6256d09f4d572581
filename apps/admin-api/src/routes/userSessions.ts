import { toSession } from '@parley/conversation';
import { type HttpApp, PageQuery, pageOf } from '@parley/http';
import { Session, UserId } from '@parley/protocol';
import { z } from 'zod';
import type { Backend } from './Backend.ts';
import { keepRead } from './keepRead.ts';

/** `GET /admin/api/users/:id/sessions`: all sessions of a user. */
export function addUserSessionsRoute(http: HttpApp, { guard, store }: Backend): void {
  http.get(
    '/admin/api/users/:id/sessions',
    {
      onRequest: [...guard],
      schema: {
        summary: 'All sessions of a user, put away or not, newest activity first',
        security: [{ bearer: [] }],
        params: z.object({ id: UserId }),
        querystring: PageQuery,
        response: { 200: pageOf(Session) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { limit, cursor } = request.query;
      await keepRead(store, request, { what: 'sessions.searched', target: id, after: { text: false } });
      const { items, nextCursor } = await store.sessions.listByUser({ userId: id, limit, cursor });
      return { items: items.map(toSession), nextCursor: nextCursor ?? null };
    },
  );
}
