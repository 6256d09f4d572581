import type { HttpApp } from '@parley/http';
import { ParleyError } from '@parley/protocol';
import type { OutboxMessage } from '@parley/store';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { outboxPage } from './outboxPage.ts';

const SHOWN = 200;

const Kept = z.object({
  id: z.string(),
  channel: z.enum(['email', 'sms']),
  at: z.iso.datetime(),
  to: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  html: z.string().optional(),
});

/** The page has styles and the mails in frames, and nothing that runs. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `GET /outbox` and `/outbox.json`: what would have been sent, newest first. Only for trying out. */
export function addOutboxRoutes(http: HttpApp, deps: () => Deps | undefined): void {
  const newest = async (): Promise<OutboxMessage[]> => {
    const work = deps();
    if (!work) throw new ParleyError('service', 'unavailable', 'The service is starting.');
    return work.store.outbox.list(SHOWN);
  };
  http.get('/outbox', { schema: { hide: true } }, async (_request, reply) => {
    const messages = await newest();
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .send(outboxPage(messages));
  });
  http.get(
    '/outbox.json',
    { schema: { response: { 200: z.object({ items: z.array(Kept) }) } } },
    async () => ({
      items: (await newest()).map(({ at, ...more }) => ({ ...more, at: new Date(at).toISOString() })),
    }),
  );
}
