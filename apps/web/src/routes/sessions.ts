import { toSession } from '@parley/conversation';
import { type HttpApp, PageQuery, pageOf } from '@parley/http';
import { MAX_QUERY, Session, Uuid } from '@parley/protocol';
import { z } from 'zod';
import type { Backend } from './Backend.ts';
import { FoundSession } from './FoundSession.ts';
import { ownSession } from './ownSession.ts';

const security = [{ bearer: [] }];
const ARCHIVED = { true: true, false: false, all: undefined } as const;
const SessionsQuery = PageQuery.extend({
  archived: z
    .enum(['true', 'false', 'all'], 'must be true, false or all')
    .default('false')
    .describe('those that were put away: alone, not at all, or with the others'),
  q: z
    .string()
    .max(MAX_QUERY, `must be at most ${MAX_QUERY} characters`)
    .optional()
    .describe('only sessions with all of these words in their name or in one message, in any script'),
});

/** `GET /api/sessions` and `GET /api/sessions/:id`: the user's own sessions. */
export function addSessionRoutes(
  http: HttpApp,
  { authenticate, store: { sessions, search } }: Pick<Backend, 'authenticate' | 'store'>,
): void {
  http.get(
    '/api/sessions',
    {
      onRequest: authenticate,
      schema: {
        summary: 'One’s sessions, newest activity first, or those that a search finds',
        security,
        querystring: SessionsQuery,
        response: { 200: pageOf(FoundSession) },
      },
    },
    async ({ user, query: { archived, limit, cursor, q } }) => {
      const query = { userId: user.id, archived: ARCHIVED[archived], limit, cursor };
      if (q === undefined || q.trim() === '') {
        const { items, nextCursor } = await sessions.listByUser(query);
        return { items: items.map(toSession), nextCursor: nextCursor ?? null };
      }
      const { items, nextCursor } = await search({ ...query, text: q });
      const found = items.map(({ session, match }) => ({ ...toSession(session), ...(match && { match }) }));
      return { items: found, nextCursor: nextCursor ?? null };
    },
  );
  http.get(
    '/api/sessions/:id',
    {
      onRequest: authenticate,
      schema: {
        summary: 'One of one’s sessions',
        security,
        params: z.object({ id: Uuid }),
        response: { 200: z.object({ session: Session }) },
      },
    },
    async ({ user, params }) => ({ session: toSession(await ownSession(sessions, params.id, user.id)) }),
  );
}
