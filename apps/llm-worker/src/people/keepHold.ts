import { userKey } from '@parley/bus';
import { expireHold, HOLD_MS, renewHold } from '@parley/conversation';
import type { SessionOf } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { SERVICE } from './SERVICE.ts';

/**
 * Renews a hold that is about to run out while its admin has a socket, on any gateway, and ends one that ran out. Nobody
 * who takes the session over meanwhile is touched by what was asked of the admin before.
 */
export async function keepHold(deps: Deps, { id: sessionId, userId }: SessionOf): Promise<void> {
  const { store, bus, log } = deps;
  const held = (await store.sessions.load(sessionId))?.state;
  if (held?.handling !== 'human' || !held.admin) return;
  const { admin, fence } = held;
  const isThere = await bus.connected(userKey(admin.id));
  const now = deps.now();
  const kept = await changeSession(deps, sessionId, (session) => {
    if (session.fence !== fence) return undefined;
    return isThere ? renewHold(session, admin.id, now + HOLD_MS) : expireHold(session, now);
  });
  if (isThere || !kept?.change) return;
  log.info('takeover.expired', { sessionId, userId, adminId: admin.id });
  await store.audit.append({
    who: SERVICE,
    what: 'takeover.expired',
    target: sessionId,
    when: now,
    after: { admin: admin.id, fence },
    command: `fence ${fence}`,
  });
}
