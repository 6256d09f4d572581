import { userKey } from '@parley/bus';
import { HOLD_MS, renewHold } from '@parley/conversation';
import type { SessionOf } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { endHold } from './endHold.ts';
import { endIfLost } from './endIfLost.ts';

/**
 * Renews a hold that is about to run out while its admin has a socket, on any gateway, and has one ended that ran out, or
 * whose admin is none any more. Nobody who takes the session over meanwhile is touched by what was asked of the admin
 * before.
 */
export async function keepHold(deps: Deps, { id }: SessionOf): Promise<void> {
  const held = (await deps.store.sessions.load(id))?.state;
  if (held?.handling !== 'human' || !held.admin) return;
  const { admin, fence, holdUntil = 0 } = held;
  if (await endIfLost(deps, held)) return;
  const isThere = await deps.bus.connected(userKey(admin.id));
  const now = deps.now();
  if (isThere) {
    await changeSession(deps, id, (session) =>
      session.fence === fence ? renewHold(session, admin.id, now + HOLD_MS) : undefined,
    );
  } else if (holdUntil <= now) await endHold(deps, held, admin.id, false);
}
