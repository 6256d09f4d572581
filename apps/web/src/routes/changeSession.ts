import { toSession } from '@parley/conversation';
import { clientAddress, type HttpApp } from '@parley/http';
import { Session, SessionName, Uuid } from '@parley/protocol';
import { z } from 'zod';
import type { Backend } from './Backend.ts';
import { checkOwn } from './checkOwn.ts';
import { ownSession } from './ownSession.ts';

const security = [{ bearer: [] }];
const params = z.object({ id: Uuid });
const Changes = z
  .strictObject({
    name: SessionName.optional().describe('the user’s own name for it, which no other replaces'),
    archived: z.boolean().optional().describe('put away: not in the list unless asked for'),
  })
  .refine(
    ({ name, archived }) => name !== undefined || archived !== undefined,
    'name or archived must be given',
  );

/** `PATCH` and `DELETE /api/sessions/:id`: what a user does with a session as a whole. */
export function addChangeRoutes(http: HttpApp, { authenticate, store, line }: Backend): void {
  http.patch(
    '/api/sessions/:id',
    {
      onRequest: authenticate,
      schema: {
        summary: 'Rename a session, put it away or take it out again',
        security,
        params,
        body: Changes,
        response: { 200: z.object({ session: Session }) },
      },
    },
    async ({ user, traceId, params: { id: sessionId }, body: { name, archived } }) => {
      await ownSession(store.sessions, sessionId, user.id);
      const { carryOut } = line.connected().commands;
      if (name !== undefined) await carryOut({ type: 'session.rename', sessionId, name }, { user }, traceId);
      if (archived !== undefined)
        await carryOut({ type: 'session.archive', sessionId, archived }, { user }, traceId);
      return { session: toSession(await ownSession(store.sessions, sessionId, user.id)) };
    },
  );
  http.delete(
    '/api/sessions/:id',
    {
      onRequest: authenticate,
      schema: {
        summary: 'Delete a session with all that was said in it; done when answered',
        security,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { user, traceId } = request;
      const { id: sessionId } = request.params;
      await checkOwn(store.sessions, sessionId, user.id);
      const from = clientAddress(request);
      const { carryOut } = line.connected().commands;
      await carryOut({ type: 'session.delete', sessionId, reason: 'deleted' }, { user, from }, traceId);
      return reply.code(204).send(null);
    },
  );
}
