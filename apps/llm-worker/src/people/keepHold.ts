import { randomUUID } from 'node:crypto';
import { userKey } from '@parley/bus';
import { HOLD_MS, renewHold, type SessionState } from '@parley/conversation';
import type { SessionOf } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';

/** Has the queue end a hold that ran out. Each sweep asks again; of those that mean the same end it takes one. */
async function expire({ bus }: Deps, held: SessionState, admin: string, at: number): Promise<void> {
  const { id: sessionId, userId, fence, holdUntil } = held;
  const frame = { type: 'hold.expire' as const, id: randomUUID(), sessionId, admin, fence };
  const command = { frame, user: { id: userId, roles: [] }, acceptedAt: at };
  await bus.publishCommand(command, { msgId: `${sessionId}.hold.${fence}.${holdUntil}` });
}

/**
 * Renews a hold that is about to run out while its admin has a socket, on any gateway, and has one ended that ran out.
 * Nobody who takes the session over meanwhile is touched by what was asked of the admin before.
 */
export async function keepHold(deps: Deps, { id }: SessionOf): Promise<void> {
  const held = (await deps.store.sessions.load(id))?.state;
  if (held?.handling !== 'human' || !held.admin) return;
  const { admin, fence, holdUntil = 0 } = held;
  const isThere = await deps.bus.connected(userKey(admin.id));
  const now = deps.now();
  if (isThere) {
    await changeSession(deps, id, (session) =>
      session.fence === fence ? renewHold(session, admin.id, now + HOLD_MS) : undefined,
    );
  } else if (holdUntil <= now) await expire(deps, held, admin.id, now);
}
