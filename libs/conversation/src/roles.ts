import { cleanText, ParleyError, type Admin, type User } from '@parley/protocol';

interface Roles {
  readonly roles: readonly string[];
}

/** May also take a session from another admin, and release what another one holds. */
export const isSupervisor = ({ roles }: Roles): boolean => roles.includes('supervisor');

/** May watch sessions, take them over and write notes. */
export const isAdmin = (user: Roles): boolean => user.roles.includes('admin') || isSupervisor(user);

/** What somebody without the role is told. */
export const roleRequired = (role: 'admin' | 'supervisor'): ParleyError =>
  new ParleyError('permission', 'role_required', `This needs the role ${role}.`);

/** An admin as users and other admins see them. */
export const adminOf = ({ id, name }: Pick<User, 'id' | 'name'>): Admin => ({
  id,
  name: cleanText(name ?? '').trim() || id,
});
