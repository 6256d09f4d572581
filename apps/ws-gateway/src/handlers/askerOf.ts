import type { Command } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';

/** Who asks on a socket, by which token and from where, as workers are told. */
export const askerOf = ({
  user,
  issuedAt,
  address: from,
}: Connection): Pick<Command, 'user' | 'issuedAt' | 'from'> => ({
  user,
  issuedAt,
  from,
});
