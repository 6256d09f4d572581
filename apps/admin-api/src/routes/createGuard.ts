import type { Guards } from '@parley/auth';
import { adminOf, roleRequired } from '@parley/conversation';
import type { Logger } from '@parley/logging';
import { isAdmin, isSupervisor, ParleyError, rolesAfter } from '@parley/protocol';
import type { FastifyRequest } from 'fastify';
import type { Guard } from './Backend.ts';
import { endLostRole, type Known, type TellRoles } from './endLostRole.ts';

/** How long an admin who was seen isn't told of again, in milliseconds. */
const SEEN_MS = 600_000;
/** Admins who are remembered as seen. */
const MAX_SEEN = 1000;

/** Lets supervisors alone pass; to stand behind the guard. */
export async function supervisorsOnly({ user }: FastifyRequest): Promise<void> {
  if (!isSupervisor(user)) throw roleRequired('supervisor');
}

/**
 * Refuses whoever is no admin or supervisor; takes from the request's user what was taken away since their token was
 * issued.
 * @throws ParleyError permission/role_required
 */
export async function requireStaff(
  { admins }: Pick<Known, 'admins'>,
  request: FastifyRequest,
): Promise<void> {
  const { user, issuedAt } = request;
  const loss = isAdmin(user) ? await admins.lossOf(user.id) : undefined;
  if (loss) request.user = { ...user, roles: rolesAfter(user, issuedAt, loss) };
  if (!isAdmin(request.user))
    throw new ParleyError('permission', 'role_required', 'The role admin or supervisor is required.');
}

/**
 * Lets admins and supervisors with a right token pass, and has it kept that they were here. Of those who were one it is
 * kept that they are no more.
 */
export function createGuard(
  authenticate: Guards['authenticate'],
  store: Known,
  tell: TellRoles,
  log: Logger,
): Guard {
  const seen = new Map<string, number>();

  async function keep(request: FastifyRequest): Promise<void> {
    const { user, issuedAt } = request;
    const who = JSON.stringify([user.id, user.name, user.roles, issuedAt]);
    if (Date.now() - (seen.get(who) ?? 0) < SEEN_MS) return;
    // A supervisor may be only an admin by now.
    await endLostRole(store, tell, request);
    await store.admins.seen({ ...adminOf(user), roles: user.roles, issuedAt });
    if (seen.size >= MAX_SEEN) seen.clear();
    seen.set(who, Date.now());
  }

  return [
    authenticate,
    async (request) => {
      const { user } = request;
      // Refused in any case; what can't be removed now is removed when they ask again.
      if (!isAdmin(user))
        await endLostRole(store, tell, request).catch((error: unknown) =>
          log.error('role_lost.failed', error, { userId: user.id }),
        );
      await requireStaff(store, request);
      await keep(request);
    },
  ];
}
