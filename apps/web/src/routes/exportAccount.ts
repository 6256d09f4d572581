import { clientAddress, type HttpApp } from '@parley/http';
import { z } from 'zod';
import { attachment } from '../export/attachment.ts';
import { refuseUnreadable } from '../account/refuseUnreadable.ts';
import { userFiles } from '../account/userFiles.ts';
import { zipOf } from '../export/zipOf.ts';
import type { Backend } from './Backend.ts';

/** `GET /api/me/export`: all that is kept of a user, as one archive. */
export function addAccountExport(http: HttpApp, { authenticate, store }: Backend): void {
  http.get(
    '/api/me/export',
    {
      onRequest: authenticate,
      schema: {
        summary: 'All of one’s data as one ZIP archive: profile.json, each session as Markdown and as JSON',
        security: [{ bearer: [] }],
        response: { 200: z.any().describe('the archive') },
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const { user } = request;
      await refuseUnreadable(store, user.id);
      const now = new Date();
      await store.audit.append({
        who: user.id,
        what: 'user.exported',
        target: user.id,
        when: now.getTime(),
        where: clientAddress(request),
      });
      const name = `parley ${now.toISOString().slice(0, 10)}.zip`;
      return reply
        .type('application/zip')
        .header('content-disposition', attachment(name, name))
        .send(zipOf(userFiles(store, user, now)));
    },
  );
}
