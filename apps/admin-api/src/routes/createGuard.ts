import type { Guards } from '@parley/auth';
import { adminOf, roleRequired } from '@parley/conversation';
import type { Logger } from '@parley/logging';
import { isAdmin, isSupervisor, ParleyError, type User } from '@parley/protocol';
import type { FastifyRequest } from 'fastify';
import type { Guard } from './Backend.ts';
import { endLostRole, type Known } from './endLostRole.ts';

/** How long an admin who was seen isn't told of again, in milliseconds. */
const SEEN_MS = 600_000;
/** Admins who are remembered as seen. */
const MAX_SEEN = 1000;

/** Lets supervisors alone pass; to stand behind the guard. */
export async function supervisorsOnly({ user }: FastifyRequest): Promise<void> {
  if (!isSupervisor(user)) throw roleRequired('supervisor');
}

/**
 * Lets admins and supervisors with a right token pass, and has it kept that they were here. Of those who were one it is
 * kept that they are no more.
 */
export function createGuard(authenticate: Guards['authenticate'], store: Known, log: Logger): Guard {
  const seen = new Map<string, number>();

  async function keep(user: User): Promise<void> {
    const who = JSON.stringify([user.id, user.name, user.roles]);
    if (Date.now() - (seen.get(who) ?? 0) < SEEN_MS) return;
    await store.admins.seen({ ...adminOf(user), roles: user.roles });
    if (seen.size >= MAX_SEEN) seen.clear();
    seen.set(who, Date.now());
  }

  return [
    authenticate,
    async (request) => {
      const { user } = request;
      if (isAdmin(user)) return keep(user);
      // Refused in any case; what can't be removed now is removed when they ask again.
      await endLostRole(store, request).catch((error: unknown) =>
        log.error('role_lost.failed', error, { userId: user.id }),
      );
      throw new ParleyError('permission', 'role_required', 'The role admin or supervisor is required.');
    },
  ];
}
