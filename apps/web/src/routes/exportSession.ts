import { Readable } from 'node:stream';
import { clientAddress, type HttpApp } from '@parley/http';
import { Uuid } from '@parley/protocol';
import { z } from 'zod';
import { attachment } from '../export/attachment.ts';
import { fileName } from '../export/fileName.ts';
import { jsonOf } from '../export/jsonOf.ts';
import { markdownOf } from '../export/markdownOf.ts';
import type { Backend } from './Backend.ts';
import { ownSession } from './ownSession.ts';

const TYPES = { md: 'text/markdown; charset=utf-8', json: 'application/json; charset=utf-8' } as const;

/** `GET /api/sessions/:id/export`: a session as a file. */
export function addExportRoute(http: HttpApp, { authenticate, store }: Backend): void {
  http.get(
    '/api/sessions/:id/export',
    {
      onRequest: authenticate,
      schema: {
        summary: 'A session as a file: Markdown as it reads now, or JSON with every version',
        security: [{ bearer: [] }],
        params: z.object({ id: Uuid }),
        querystring: z.object({ format: z.enum(['md', 'json'], 'must be md or json').default('md') }),
        response: { 200: z.any().describe('the file') },
        produces: ['text/markdown', 'application/json'],
      },
    },
    async (request, reply) => {
      const { user, params, query } = request;
      const { id } = params;
      const { format } = query;
      const session = await ownSession(store.sessions, id, user.id);
      const now = new Date();
      await store.audit.append({
        who: user.id,
        what: 'session.exported',
        target: id,
        when: now.getTime(),
        where: clientAddress(request),
        after: { format },
      });
      const file = format === 'md' ? markdownOf(store.entries, session) : jsonOf(store.entries, session, now);
      const name = `${fileName(session.name)}.${format}`;
      return reply
        .type(TYPES[format])
        .header('content-disposition', attachment(name, `conversation.${format}`))
        .send(Readable.from(file, { objectMode: false }));
    },
  );
}
