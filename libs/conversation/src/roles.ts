import { cleanText, ParleyError, type Admin, type User } from '@parley/protocol';

/** What somebody without the role is told. */
export const roleRequired = (role: 'admin' | 'supervisor'): ParleyError =>
  new ParleyError('permission', 'role_required', `This needs the role ${role}.`);

/** An admin as users and other admins see them. */
export const adminOf = ({ id, name }: Pick<User, 'id' | 'name'>): Admin => ({
  id,
  name: cleanText(name ?? '').trim() || id,
});
