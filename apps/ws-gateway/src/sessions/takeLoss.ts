import { isAdmin, rolesAfter, type RoleLoss } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { endAdmin } from './endAdmin.ts';
import type { SessionServices } from './SessionServices.ts';

/** Takes from a socket what its user lost since its token was issued; one with a newer token keeps its roles. */
export function takeLoss(
  connection: Connection,
  loss: RoleLoss,
  services: Pick<SessionServices, 'channels' | 'log'>,
): void {
  const { user, issuedAt } = connection;
  const roles = rolesAfter(user, issuedAt, loss);
  if (roles === user.roles || connection.released) return;
  connection.user = { ...user, roles };
  services.log.info('role.lost', { ...connection.about, roles });
  if (!isAdmin(connection.user)) endAdmin(connection, services);
}
