import { type HttpApp, PageQuery, pageOf } from '@parley/http';
import { NotificationKind, ParleyError, Timestamp, UserId } from '@parley/protocol';
import type { NotifiedDocument, NotifiedPlace, Store } from '@parley/store';
import { z } from 'zod';
import type { Backend } from './Backend.ts';

const Undelivered = z.object({
  id: z.string().describe('of the event and of whom it was for'),
  kind: NotificationKind,
  by: z.enum(['email', 'sms']),
  adminId: UserId.optional().describe('whose it was, when the address is one that an admin has given'),
  at: Timestamp.describe('when the event happened'),
  attempts: z.int().min(0),
  reason: z.string().describe('why it failed last'),
  ref: z.string().optional().describe('under which its provider knows it'),
});

const writeCursor = ({ begunAt, _id }: NotifiedPlace): string => `${begunAt.getTime()}.${_id}`;

function readCursor(cursor: string): NotifiedPlace {
  const [, time, id] = /^(\d{1,15})\.(.+)$/u.exec(cursor) ?? [];
  if (time === undefined || id === undefined)
    throw new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave.');
  return { begunAt: new Date(Number(time)), _id: id };
}

/** Whose the addresses are that admins have given, by what stands for each. */
async function ownersIn({ preferences, notified }: Store): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>();
  for (const { userId, preferences: own } of await preferences.all())
    for (const [channel, address] of [
      ['email', own.email],
      ['sms', own.phone],
    ] as const)
      if (address !== undefined) owners.set(await notified.recipientOf(channel, address), userId);
  return owners;
}

function toWire(
  { _id, kind, channel, recipient, at, attempts, reason = 'unknown', ref }: NotifiedDocument,
  owners: ReadonlyMap<string, string>,
): z.infer<typeof Undelivered> {
  // Of a reply to a user it would tell who has the user's address.
  const adminId = kind === 'reply' ? undefined : owners.get(recipient);
  return {
    id: _id,
    kind,
    by: channel,
    ...(adminId !== undefined && { adminId }),
    at: at.toISOString(),
    attempts,
    reason,
    ...(ref !== undefined && { ref }),
  };
}

/** `GET /admin/api/undelivered`: mail and SMS that were given up, or that their provider couldn't deliver. */
export function addUndeliveredRoute(http: HttpApp, { guard, store }: Backend): void {
  http.get(
    '/admin/api/undelivered',
    {
      onRequest: [...guard],
      schema: {
        summary:
          'Mail and SMS that are known not to have reached somebody, begun last first; for 31 days, no addresses',
        security: [{ bearer: [] }],
        querystring: PageQuery,
        response: { 200: pageOf(Undelivered) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const found = await store.notified.dead(limit + 1, after);
      const owners = found.length > 0 ? await ownersIn(store) : new Map<string, string>();
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { items: page.map((one) => toWire(one, owners)), nextCursor: last ? writeCursor(last) : null };
    },
  );
}
