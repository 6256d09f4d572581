import { isAdmin, ParleyError, type ClientFrameOf } from '@parley/protocol';
import { endAdmin } from '../sessions/endAdmin.ts';
import type { Handler } from './Handler.ts';

/**
 * A fresh token lets the connection live on, for the same user only; what its roles no longer
 * allow ends at once.
 */
export const refreshToken: Handler<ClientFrameOf<'auth.refresh'>> = async (
  connection,
  { id, token },
  services,
) => {
  const { user, expiresAt } = await services.verify(token);
  if (user.id !== connection.user.id) {
    throw new ParleyError('auth', 'wrong_user', 'token: must be for the user of this connection.');
  }
  connection.user = user;
  connection.expiresAt = expiresAt;
  if (!isAdmin(user)) endAdmin(connection, services);
  connection.send({ type: 'ack', ref: id });
};
