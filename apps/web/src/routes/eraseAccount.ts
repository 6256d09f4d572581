import { clientAddress, type HttpApp } from '@parley/http';
import type { Logger } from '@parley/logging';
import { z } from 'zod';
import { eraseAccount } from '../account/eraseAccount.ts';
import type { Backend } from './Backend.ts';

/** `DELETE /api/me`: all that is kept of a user goes. */
export function addEraseRoute(http: HttpApp, { authenticate, store, line }: Backend, log: Logger): void {
  http.delete(
    '/api/me',
    {
      onRequest: authenticate,
      schema: {
        summary: 'Erase all that is kept of oneself; done when answered, and there is no way back',
        security: [{ bearer: [] }],
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { user, traceId: trace } = request;
      const asked = { user, at: Date.now(), where: clientAddress(request), trace };
      await eraseAccount({ store, line: line.connected(), log }, asked);
      return reply.code(204).send(null);
    },
  );
}
