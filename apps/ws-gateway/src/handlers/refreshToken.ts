import { ParleyError, type ClientFrameOf } from '@parley/protocol';
import type { Handler } from './Handler.ts';

/** A fresh token lets the connection live on, for the same user only. */
export const refreshToken: Handler<ClientFrameOf<'auth.refresh'>> = async (
  connection,
  { id, token },
  { verify },
) => {
  const { user, expiresAt } = await verify(token);
  if (user.id !== connection.user.id) {
    throw new ParleyError('auth', 'wrong_user', 'token: must be for the user of this connection.');
  }
  connection.user = user;
  connection.expiresAt = expiresAt;
  connection.send({ type: 'ack', ref: id });
};
