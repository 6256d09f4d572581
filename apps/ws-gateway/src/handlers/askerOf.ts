import type { Command } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';

/** Who asks on a socket, and from where, as workers are told. */
export const askerOf = ({ user, address: from }: Connection): Pick<Command, 'user' | 'from'> => ({
  user,
  from,
});
