import { isAdmin, ParleyError } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';

/**
 * Goes by the roles of the connection's last token.
 * @throws ParleyError permission/role_required
 */
export function requireAdmin({ user }: Connection): void {
  if (isAdmin(user)) return;
  throw new ParleyError('permission', 'role_required', 'The role admin or supervisor is required.');
}
