import type { Guards } from '@parley/auth';
import { ParleyError, type User } from '@parley/protocol';
import type { Guard, People } from './Backend.ts';

const ROLES = ['admin', 'supervisor'];
/** How long an admin who was seen isn't told of again, in milliseconds. */
const SEEN_MS = 600_000;
/** Admins who are remembered as seen. */
const MAX_SEEN = 1000;

/**
 * Whether a user may use the admin API.
 * @throws ParleyError permission/role_required when not
 */
export function checkRole({ roles }: Pick<User, 'roles'>): void {
  if (!roles.some((role) => ROLES.includes(role)))
    throw new ParleyError('permission', 'role_required', 'The role admin or supervisor is required.');
}

/** Lets admins and supervisors with a right token pass, and has it kept that they were here. */
export function createGuard(authenticate: Guards['authenticate'], { admins }: People): Guard {
  const seen = new Map<string, number>();

  async function keep(user: User): Promise<void> {
    const who = JSON.stringify([user.id, user.name, user.roles]);
    if (!admins || Date.now() - (seen.get(who) ?? 0) < SEEN_MS) return;
    await admins.seen(user);
    if (seen.size >= MAX_SEEN) seen.clear();
    seen.set(who, Date.now());
  }

  return [
    authenticate,
    async ({ user }) => {
      checkRole(user);
      await keep(user);
    },
  ];
}
