import { z } from 'zod';
import { isAdmin, isSupervisor, type User } from './user.ts';

const mark = z.number().min(0).optional();

/**
 * What somebody lost of their role, as tokens said so: those that were issued until one of these moments (`iat`, in ms
 * since 1970; 0: it had none) give no more than that. Only what tokens say of themselves is compared, no clock of a
 * service; both moments only ever grow.
 */
export const RoleLoss = z.object({
  none: mark.describe('tokens until then make nobody an admin'),
  admin: mark.describe('tokens until then make nobody a supervisor'),
});
export type RoleLoss = z.infer<typeof RoleLoss>;

type Roles = Pick<User, 'roles'>;

const rankOf = (user: Roles): number => (isSupervisor(user) ? 2 : isAdmin(user) ? 1 : 0);

/** What somebody lost by a token that came after one of these roles; `undefined`: nothing. */
export function lossBy(before: Roles, now: Roles, issuedAt: number): RoleLoss | undefined {
  if (rankOf(now) >= rankOf(before)) return undefined;
  return isAdmin(now) ? { admin: issuedAt } : { none: issuedAt };
}

/** The roles that a token gives, after a loss; the same array when it takes none of them. */
export function rolesAfter(
  { roles }: Roles,
  issuedAt: number,
  { none = -1, admin = -1 }: RoleLoss,
): User['roles'] {
  const left = issuedAt <= none ? 0 : issuedAt <= admin ? 1 : 2;
  if (rankOf({ roles }) <= left) return roles;
  const others = roles.filter((role) => !isAdmin({ roles: [role] }));
  return left === 1 ? [...others, 'admin'] : others;
}

/** What both losses took together, whichever was heard of first. */
export function bothLosses(one: RoleLoss, other: RoleLoss): RoleLoss {
  const later = (level: keyof RoleLoss): RoleLoss => {
    const at = Math.max(one[level] ?? -1, other[level] ?? -1);
    return at < 0 ? {} : { [level]: at };
  };
  return { ...later('none'), ...later('admin') };
}
