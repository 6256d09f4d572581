import type { Guards } from '@parley/auth';
import { toSession } from '@parley/conversation';
import { type HttpApp, PageQuery, pageOf } from '@parley/http';
import { Session, Uuid } from '@parley/protocol';
import type { Sessions } from '@parley/store';
import { z } from 'zod';
import { ownSession } from './ownSession.ts';

const security = [{ bearer: [] }];

/** `GET /api/sessions` and `GET /api/sessions/:id`: the user's own sessions. */
export function addSessionRoutes(
  http: HttpApp,
  authenticate: Guards['authenticate'],
  sessions: Pick<Sessions, 'load' | 'listByUser'>,
): void {
  http.get(
    '/api/sessions',
    {
      onRequest: authenticate,
      schema: {
        summary: 'One’s sessions, newest activity first',
        security,
        querystring: PageQuery,
        response: { 200: pageOf(Session) },
      },
    },
    async ({ user, query }) => {
      const { items, nextCursor } = await sessions.listByUser({ userId: user.id, ...query });
      return { items: items.map(toSession), nextCursor: nextCursor ?? null };
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
