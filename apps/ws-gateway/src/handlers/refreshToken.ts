import { isAdmin, ParleyError, subjects, type ClientFrameOf } from '@parley/protocol';
import { endAdmin } from '../sessions/endAdmin.ts';
import { askerOf } from './askerOf.ts';
import { askWorker } from './askWorker.ts';
import type { Handler } from './Handler.ts';

/**
 * A fresh token lets the connection live on, for the same user only; what its roles no longer allow ends at once, and on
 * all other sockets whose token is older, wherever they are. That is acked once a worker keeps it.
 */
export const refreshToken: Handler<ClientFrameOf<'auth.refresh'>> = async (
  connection,
  { id, token },
  services,
  trace,
) => {
  const verified = await services.verify(token);
  const { user } = verified;
  if (user.id !== connection.user.id) {
    throw new ParleyError('auth', 'wrong_user', 'token: must be for the user of this connection.');
  }
  connection.renew(verified);
  if (!isAdmin(user)) endAdmin(connection, services);
  const lost = services.roleChecks.check(connection, connection.granted);
  if (lost) {
    const request = { ...askerOf(connection), lost, at: services.now() };
    await askWorker(connection, subjects.userRoles, request, services, trace);
  }
  // Only now: a frame that comes again since nobody kept it is to tell the same.
  connection.granted = user.roles;
  connection.send({ type: 'ack', ref: id });
};
