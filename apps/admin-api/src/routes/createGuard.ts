import type { Guards } from '@parley/auth';
import { adminOf } from '@parley/conversation';
import { isAdmin, ParleyError, type User } from '@parley/protocol';
import type { Store } from '@parley/store';
import type { Guard } from './Backend.ts';

/** How long an admin who was seen isn't told of again, in milliseconds. */
const SEEN_MS = 600_000;
/** Admins who are remembered as seen. */
const MAX_SEEN = 1000;

/**
 * Whether a user may use the admin API.
 * @throws ParleyError permission/role_required when not
 */
export function checkRole(user: Pick<User, 'roles'>): void {
  if (!isAdmin(user))
    throw new ParleyError('permission', 'role_required', 'The role admin or supervisor is required.');
}

/** Lets admins and supervisors with a right token pass, and has it kept that they were here. */
export function createGuard(authenticate: Guards['authenticate'], { admins }: Pick<Store, 'admins'>): Guard {
  const seen = new Map<string, number>();

  async function keep(user: User): Promise<void> {
    const who = JSON.stringify([user.id, user.name, user.roles]);
    if (Date.now() - (seen.get(who) ?? 0) < SEEN_MS) return;
    await admins.seen({ ...adminOf(user), roles: user.roles });
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
