import { fromBytes, type Answer } from '@parley/bus';
import { isAdmin, RolesRequest, type RoleLoss, type RolesAnswer } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { askedBy } from './askedBy.ts';
import { asOfNow } from './asOfNow.ts';
import { knownAs } from './knownAs.ts';

/** Keeps that somebody is an admin, or a supervisor, no more, and says so: their sockets, streams and holds end. */
async function lose({ store, bus, log }: Deps, request: RolesRequest, lost: RoleLoss): Promise<void> {
  const { user, at } = request;
  const { none, admin } = lost;
  const left = none === undefined ? 'admin' : 'none';
  await store.audit.append({
    ...askedBy(request, at),
    what: 'admin.role_lost',
    target: user.id,
    after: { left },
    command: `role_lost.${none ?? admin}`,
  });
  await store.admins.lose(user.id, lost);
  bus.publishFleetRoles({ userId: user.id, ...lost });
  log.info('role.lost', { userId: user.id, left });
}

/**
 * Answers `rpc.user.roles`: a gateway has a token of an admin, which is known from here on, or one that says that somebody
 * is an admin no more.
 */
export const answerRoles =
  (deps: Deps) =>
  async (payload: Uint8Array): Promise<Answer> => {
    const request = fromBytes(RolesRequest, payload);
    if (request.lost) await lose(deps, request, request.lost);
    const now = await asOfNow(deps, request);
    if (isAdmin(now.user)) await deps.store.admins.seen(knownAs(now));
    const loss = await deps.store.admins.lossOf(request.user.id);
    return { payload: { loss } satisfies RolesAnswer };
  };
