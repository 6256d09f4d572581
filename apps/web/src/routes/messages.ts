import type { Guards } from '@parley/auth';
import { toMessage } from '@parley/conversation';
import { type HttpApp, PageQuery, pageOf, wholeNumber } from '@parley/http';
import { Message, Uuid } from '@parley/protocol';
import type { Store } from '@parley/store';
import { z } from 'zod';
import { ownSession } from './ownSession.ts';

const Seq = wholeNumber(1);
const MessagesQuery = PageQuery.extend({
  before: Seq.optional().describe('only messages below this `seq`'),
  cursor: Seq.optional().describe('the same: `nextCursor` of the page before'),
});

/** `GET /api/sessions/:id/messages`: the newest messages, or those below a place; superseded ones too. */
export function addMessageRoutes(
  http: HttpApp,
  authenticate: Guards['authenticate'],
  { sessions, entries }: Pick<Store, 'sessions' | 'entries'>,
): void {
  http.get(
    '/api/sessions/:id/messages',
    {
      onRequest: authenticate,
      schema: {
        summary: 'Messages of a session, ascending by `seq`; `nextCursor` is the next `before`',
        security: [{ bearer: [] }],
        params: z.object({ id: Uuid }),
        querystring: MessagesQuery,
        response: { 200: pageOf(Message) },
      },
    },
    async ({ user, params: { id }, query: { cursor, before = cursor, limit } }) => {
      await ownSession(sessions, id, user.id);
      const page = await (before === undefined
        ? entries.newest(id, limit)
        : entries.before(id, before, limit));
      return { items: page.entries.map(toMessage), nextCursor: page.nextCursor?.toString() ?? null };
    },
  );
}
