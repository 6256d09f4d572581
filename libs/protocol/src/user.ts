import { z } from 'zod';
import { UserId } from './ids.ts';

/** Who is at the other end of a connection, as the token says it. */
export const User = z.object({
  id: UserId,
  name: z.string().optional(),
  roles: z.array(z.string()),
});
export type User = z.infer<typeof User>;

/** The admin who holds a session. */
export const Admin = z.object({ id: UserId, name: z.string() });
export type Admin = z.infer<typeof Admin>;

interface Roles {
  readonly roles: readonly string[];
}

/** May also take a session from another admin, and release what another one holds. */
export const isSupervisor = ({ roles }: Roles): boolean => roles.includes('supervisor');

/**
 * May watch sessions, take them over and write notes. Another spelling or case of the roles `admin` and `supervisor` is
 * no role at all.
 */
export const isAdmin = (user: Roles): boolean => user.roles.includes('admin') || isSupervisor(user);
