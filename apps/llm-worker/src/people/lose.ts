import type { Command, RoleLoss } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { askedBy } from './askedBy.ts';

/** Keeps what somebody lost of their role by a token, and says so: their sockets, streams and holds end. */
export async function lose(
  { store, bus, log }: Deps,
  asker: Pick<Command, 'user' | 'from'>,
  at: number,
  lost: RoleLoss,
): Promise<void> {
  const { id } = asker.user;
  const { none, admin } = lost;
  const left = none === undefined ? 'admin' : 'none';
  await store.audit.append({
    ...askedBy(asker, at),
    what: 'admin.role_lost',
    target: id,
    after: { left },
    command: `role_lost.${none ?? admin}`,
  });
  await store.admins.lose(id, lost);
  bus.publishFleetRoles({ userId: id, ...lost });
  log.info('role.lost', { userId: id, left });
}
