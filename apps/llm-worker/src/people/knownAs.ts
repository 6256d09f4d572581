import { adminOf } from '@parley/conversation';
import type { Command } from '@parley/protocol';
import type { KnownAdmin } from '@parley/store';

/** Whoever asks, as an admin is kept. */
export const knownAs = ({ user, issuedAt }: Pick<Command, 'user' | 'issuedAt'>): KnownAdmin => ({
  ...adminOf(user),
  roles: user.roles,
  issuedAt,
});
