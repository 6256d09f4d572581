import { roleRequired } from '@parley/conversation';
import type { HttpApp } from '@parley/http';
import { cleanText, isSupervisor, MAX_CANNED, MAX_SHORTCUT, ParleyError, Uuid } from '@parley/protocol';
import { MOST_REPLIES, type ReplyRefusal, TEAM } from '@parley/store';
import { z } from 'zod';
import type { Backend } from './Backend.ts';
import { keepAudit } from './keepAudit.ts';

const Owner = z.enum(['own', 'team']).describe('whose it is: of the asking admin, or of the whole team');
const Wanted = z.object({
  owner: Owner,
  shortcut: z
    .string()
    .max(MAX_SHORTCUT)
    .transform((word) => cleanText(word).normalize('NFC'))
    .pipe(z.string().regex(/^\S+$/u, 'must be one word'))
    .describe(`one word of at most ${MAX_SHORTCUT} characters, of one reply of its owner alone`),
  text: z
    .string()
    .max(MAX_CANNED)
    .transform(cleanText)
    .refine((text) => text.trim() !== '', 'must not be empty')
    .describe('`{name}` and `{session}` in it are filled in by the console'),
});
const Reply = z.object({ id: Uuid, owner: Owner, shortcut: z.string(), text: z.string() });
const params = z.object({ id: Uuid });
const security = [{ bearer: [] }];

const WHOSE = { own: 'of yours', team: 'of the team’s' } as const;

function refused(refusal: ReplyRefusal, owner: z.infer<typeof Owner>): ParleyError {
  const words = {
    id: 'id: must not be that of a reply of another owner.',
    shortcut: `body.shortcut: must not be that of another reply ${WHOSE[owner]}.`,
    full: `body.owner: must have less than ${MOST_REPLIES[owner]} replies for one more.`,
  };
  return new ParleyError('validation', 'invalid_field', words[refusal]);
}

const missing = (): ParleyError =>
  new ParleyError('not_found', 'message', 'id: must be that of a reply of yours or of the team’s.');

/**
 * `/admin/api/replies`: canned replies. Each admin has their own, which nobody else sees; the team's are read by all and
 * changed by supervisors. Where both have the same short-cut, the own one counts.
 */
export function addRepliesRoutes(http: HttpApp, { guard, store }: Backend): void {
  const onRequest = [...guard];
  http.get(
    '/admin/api/replies',
    {
      onRequest,
      schema: {
        summary: 'Your canned replies, then the team’s, each by short-cut',
        security,
        response: { 200: z.object({ items: z.array(Reply), nextCursor: z.null() }) },
      },
    },
    async ({ user }) => {
      const [own, team] = await Promise.all([store.replies.list(user.id), store.replies.list(TEAM)]);
      const items = [
        ...own.map((reply) => ({ ...reply, owner: 'own' as const })),
        ...team.map((reply) => ({ ...reply, owner: 'team' as const })),
      ];
      return { items, nextCursor: null };
    },
  );
  http.put(
    '/admin/api/replies/:id',
    {
      onRequest,
      schema: {
        summary: 'Keep a canned reply, in place of what is there under its id; the team’s: for supervisors',
        security,
        params,
        body: Wanted,
        response: { 200: Reply },
      },
    },
    async (request) => {
      const { user, body } = request;
      const { id } = request.params;
      if (body.owner === 'team' && !isSupervisor(user)) throw roleRequired('supervisor');
      const reply = { ...body, id, owner: body.owner === 'team' ? TEAM : user.id };
      const refusal = await store.replies.refusalOf(reply);
      if (refusal) throw refused(refusal, body.owner);
      const what = (await store.replies.ownerOf(id)) === undefined ? 'reply.added' : 'reply.changed';
      await keepAudit(store, request, { what, target: id, after: { forEverybody: body.owner === 'team' } });
      // Somebody may have been faster meanwhile.
      const late = await store.replies.put(reply);
      if (late) throw refused(late, body.owner);
      return { id, ...body };
    },
  );
  http.delete(
    '/admin/api/replies/:id',
    {
      onRequest,
      schema: {
        summary: 'Remove a canned reply; the team’s: for supervisors',
        security,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { user } = request;
      const { id } = request.params;
      const owner = await store.replies.ownerOf(id);
      if (owner === undefined || (owner !== TEAM && owner !== user.id)) throw missing();
      const forEverybody = owner === TEAM;
      if (forEverybody && !isSupervisor(user)) throw roleRequired('supervisor');
      await keepAudit(store, request, { what: 'reply.removed', target: id, after: { forEverybody } });
      if (!(await store.replies.remove(id, owner))) throw missing();
      return reply.code(204).send(null);
    },
  );
}
