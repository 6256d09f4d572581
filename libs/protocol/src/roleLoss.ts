import { z } from 'zod';
import { isAdmin, isSupervisor, type User } from './user.ts';

/**
 * What is left of somebody's role since a token said so: tokens that were issued before, or in the same second, give no
 * more than that. Only what tokens say of themselves is compared, no clock of a service.
 */
export const RoleLoss = z.object({
  issuedAt: z
    .number()
    .min(0)
    .describe('`iat` of the last token that counts as older, in ms since 1970; 0: it had none'),
  left: z.enum(['none', 'admin']).describe('`admin`: supervisor no more'),
});
export type RoleLoss = z.infer<typeof RoleLoss>;

type Roles = Pick<User, 'roles'>;

const rankOf = (user: Roles): number => (isSupervisor(user) ? 2 : isAdmin(user) ? 1 : 0);

/** What somebody lost by a token that came after one of these roles; `undefined`: nothing. */
export function lossBy(before: Roles, now: Roles, issuedAt: number): RoleLoss | undefined {
  if (rankOf(now) >= rankOf(before)) return undefined;
  return { issuedAt, left: isAdmin(now) ? 'admin' : 'none' };
}

/** The roles that a token gives, after a loss; the same array when it takes none of them. */
export function rolesAfter(
  { roles }: Roles,
  issuedAt: number,
  { issuedAt: lostAt, left }: RoleLoss,
): User['roles'] {
  if (issuedAt > lostAt || rankOf({ roles }) <= (left === 'admin' ? 1 : 0)) return roles;
  const others = roles.filter((role) => !isAdmin({ roles: [role] }));
  return left === 'admin' ? [...others, 'admin'] : others;
}

/** Of two losses the one that counts, whichever was heard of first: the newer one, or of the same second the greater. */
export function laterLoss(one: RoleLoss, other: RoleLoss): RoleLoss {
  if (one.issuedAt !== other.issuedAt) return one.issuedAt > other.issuedAt ? one : other;
  return one.left === 'none' ? one : other;
}
