import type { HttpApp } from '@parley/http';
import { isAdmin, ParleyError, Timestamp, UserId } from '@parley/protocol';
import type { Preferences } from '@parley/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Backend } from './Backend.ts';
import { supervisorsOnly } from './createGuard.ts';
import { keepAudit } from './keepAudit.ts';

const KnownAdmin = z.object({
  id: UserId,
  name: z.string(),
  roles: z.array(z.string()),
  lastSeenAt: Timestamp.optional().describe('up to an hour before the last time'),
  notified: z
    .object({ email: z.boolean(), sms: z.boolean() })
    .describe('the ways that they want and have an address for'),
});
const ById = z.object({ id: UserId });
const security = [{ bearer: [] }];

const waysOf = (wanted: Preferences | undefined): z.infer<typeof KnownAdmin>['notified'] => ({
  email: wanted?.email !== undefined && wanted.channels.includes('email'),
  sms: wanted?.phone !== undefined && wanted.channels.includes('sms'),
});

/** `/admin/api/admins`: who is known as an admin, and how each is notified; a supervisor may remove one. */
export function addAdminsRoutes(http: HttpApp, { guard, store, tellRoles }: Backend): void {
  http.get(
    '/admin/api/admins',
    {
      onRequest: [...guard],
      schema: {
        summary: 'The admins who were seen here, by name, with how each is notified; no addresses',
        security,
        response: { 200: z.object({ items: z.array(KnownAdmin), nextCursor: z.null() }) },
      },
    },
    async () => {
      const [known, all] = await Promise.all([store.admins.list(), store.preferences.all()]);
      const wanted = new Map(all.map(({ userId, preferences }) => [userId, preferences]));
      const items = known.filter(isAdmin).map(({ id, name, roles, seenAt }) => ({
        id,
        name,
        roles: [...roles],
        ...(seenAt !== undefined && { lastSeenAt: new Date(seenAt).toISOString() }),
        notified: waysOf(wanted.get(id)),
      }));
      return { items, nextCursor: null };
    },
  );
  const remove = async (request: FastifyRequest, id: string): Promise<void> => {
    if (id === request.user.id)
      throw new ParleyError('validation', 'invalid_field', 'id: must be of somebody else than you.');
    const admin = await store.admins.get(id);
    const isNotified = await store.preferences.has(id);
    const unknown = new ParleyError('not_found', 'user', 'id: no admin of this id was seen here.');
    if (!admin && !isNotified) throw unknown;
    // Whoever is removed by several at once is removed once, and whoever was seen since may be removed again.
    const command = `removed.${admin?.seenAt ?? 0}`;
    await keepAudit(store, request, { what: 'admin.removed', target: id, command });
    // Every token that they were an admin by; one that is signed anew makes them an admin again.
    const loss = { none: admin?.issuedAt ?? 0 };
    const { wasKnown, wasNotified } = await store.admins.lose(id, loss);
    tellRoles({ userId: id, ...loss });
    // Whoever takes the last of what was known has removed them.
    if (!wasKnown && (admin || !wasNotified)) throw unknown;
  };
  const removal = {
    onRequest: [...guard, supervisorsOnly],
    schema: {
      summary:
        'Forget an admin who is none any more: no token of theirs that was seen here is an admin’s from then on, and they are notified no longer; for supervisors',
      security,
      response: { 204: z.null() },
    },
  };
  http.delete(
    '/admin/api/admins/:id',
    { ...removal, schema: { ...removal.schema, params: ById } },
    async (request, reply) => {
      await remove(request, request.params.id);
      return reply.code(204).send(null);
    },
  );
  // For any id: a path takes `.` and `..` for something else.
  http.delete(
    '/admin/api/admins',
    { ...removal, schema: { ...removal.schema, querystring: ById } },
    async (request, reply) => {
      await remove(request, request.query.id);
      return reply.code(204).send(null);
    },
  );
}
