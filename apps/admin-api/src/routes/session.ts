import { toMessage, toSession } from '@parley/conversation';
import { type HttpApp, pageOf, wholeNumber } from '@parley/http';
import { Message, Note, ParleyError, Session, Uuid } from '@parley/protocol';
import { z } from 'zod';
import { SessionCall, toSessionCall } from '../sessions/SessionCall.ts';
import type { Backend } from './Backend.ts';
import { keepRead } from './keepRead.ts';

const Seq = wholeNumber(1);
/** Notes about a session that are shown: the newest. */
const MAX_NOTES = 500;
/** Calls of models for a session that are shown: the newest. */
const MAX_CALLS = 500;
const TimelineQuery = z.object({
  before: Seq.optional().describe('only messages below this `seq`: `nextCursor` of the page before'),
  limit: wholeNumber(1, 200).default(50),
});

/** `GET /admin/api/sessions/:id`: a session with its timeline, the notes about it and the calls for it. */
export function addSessionRoute(http: HttpApp, { guard, store }: Backend): void {
  http.get(
    '/admin/api/sessions/:id',
    {
      onRequest: [...guard],
      schema: {
        summary:
          'A session, its newest messages ascending by `seq` (superseded ones too), the notes about it and the calls of models for it, the earliest first',
        security: [{ bearer: [] }],
        params: z.object({ id: Uuid }),
        querystring: TimelineQuery,
        response: {
          200: z.object({
            session: Session,
            messages: pageOf(Message),
            notes: z.array(Note),
            calls: z.array(SessionCall),
          }),
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { before, limit } = request.query;
      const loaded = await store.sessions.load(id);
      if (!loaded) throw new ParleyError('not_found', 'session', 'id: there is no such session.');
      await keepRead(store, request, { what: 'session.read', target: id });
      const { entries, nextCursor } = await (before === undefined
        ? store.entries.newest(id, limit)
        : store.entries.before(id, before, limit));
      return {
        session: toSession(loaded.state),
        messages: { items: entries.map(toMessage), nextCursor: nextCursor?.toString() ?? null },
        notes: await store.notes.list(id, { limit: MAX_NOTES }),
        calls: (await store.calls.ofSession(id, MAX_CALLS)).map(toSessionCall),
      };
    },
  );
}
