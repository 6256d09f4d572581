import type { DeadLetter } from '@parley/bus';
import { type HttpApp, PageQuery, pageOf, wholeNumber } from '@parley/http';
import { ParleyError, Timestamp, Uuid } from '@parley/protocol';
import { z } from 'zod';
import type { Backend } from './Backend.ts';
import { keepAudit } from './keepAudit.ts';

const QUEUES = { chat: 'commands', turn: 'turns', notify: 'notifications' } as const;
const Letter = z.object({
  seq: z.int().min(1).describe('its number among the dead letters'),
  queue: z.enum(['commands', 'turns', 'notifications', 'other']),
  sessionId: Uuid.optional(),
  reason: z.string(),
  at: Timestamp.describe('when it was given up'),
  deliveries: z.int().min(0),
  bytes: z.int().min(0),
  traceId: z.string(),
});
const security = [{ bearer: [] }];
const Seq = wholeNumber(1);
const params = z.object({ seq: Seq });
const LettersQuery = PageQuery.extend({ cursor: Seq.optional().describe('nextCursor of the page before') });

function toWire({ seq, subject, reason, at, deliveries, size, trace }: DeadLetter): z.infer<typeof Letter> {
  const [kind = '', ...rest] = subject.split('.');
  const session = Uuid.safeParse(rest.at(-1));
  return {
    seq,
    queue: kind in QUEUES ? QUEUES[kind as keyof typeof QUEUES] : 'other',
    ...(session.success && { sessionId: session.data }),
    reason,
    at: at.toISOString(),
    deliveries,
    bytes: size,
    traceId: trace,
  };
}

const missing = (seq: number): ParleyError =>
  new ParleyError('not_found', 'message', `seq: there is no dead letter ${seq}.`);

/** `/admin/api/dead-letters`: what services gave up, to be tried again or removed; never what somebody wrote. */
export function addDeadLetterRoutes(http: HttpApp, { guard, store, line }: Backend): void {
  const onRequest = [...guard];
  http.get(
    '/admin/api/dead-letters',
    {
      onRequest,
      schema: {
        summary: 'What services gave up, oldest first',
        security,
        querystring: LettersQuery,
        response: { 200: pageOf(Letter) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const { deadLetters } = line.connected();
      const found = await deadLetters.list({ limit: limit + 1, ...(cursor && { after: cursor }) });
      const items = found.slice(0, limit).map(toWire);
      return { items, nextCursor: found.length > limit ? String(items.at(-1)?.seq) : null };
    },
  );
  http.post(
    '/admin/api/dead-letters/:seq/retry',
    {
      onRequest,
      schema: { summary: 'Queue a dead letter again', security, params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { seq } = request.params;
      const { deadLetters } = line.connected();
      if (!(await deadLetters.get(seq))) throw missing(seq);
      await keepAudit(store, request, { what: 'letter.retried', target: String(seq) });
      if (!(await deadLetters.retry(seq))) throw missing(seq);
      return reply.code(204).send(null);
    },
  );
  http.delete(
    '/admin/api/dead-letters/:seq',
    {
      onRequest,
      schema: { summary: 'Remove a dead letter for good', security, params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { seq } = request.params;
      const { deadLetters } = line.connected();
      if (!(await deadLetters.get(seq))) throw missing(seq);
      await keepAudit(store, request, { what: 'letter.dropped', target: String(seq) });
      if (!(await deadLetters.drop(seq))) throw missing(seq);
      return reply.code(204).send(null);
    },
  );
}
