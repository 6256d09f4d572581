import { userKey } from '@parley/bus';
import { expireSession, isExpired, keepPresent, leaveSession, presentUntil } from '@parley/conversation';
import type { SessionOf } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { each } from './each.ts';
import { keepOneActive } from './keepOneActive.ts';

/** Renews the presence of a session that is still held; one that isn't was left, at the latest, when it ran out. */
async function renew(deps: Deps, { id, userId }: SessionOf): Promise<void> {
  const { bus, continuityMs } = deps;
  const now = deps.now();
  const held = await bus.held(id, userKey(userId));
  await changeSession(deps, id, (session) => {
    if (held) return keepPresent(session, presentUntil(now, continuityMs));
    const { presentUntil: until } = session;
    return until !== undefined && until < now ? leaveSession(session, until) : undefined;
  });
}

/** Ends a session whose window is over, unless a socket has it open, or its user chose it just now. */
async function expire(deps: Deps, { id, userId }: SessionOf): Promise<void> {
  const { store, bus, continuityMs } = deps;
  const now = deps.now();
  const last = await store.users.active(userId);
  const isChosen = last.sessionId === id;
  const session = (await store.sessions.load(id))?.state;
  if (!session || !isExpired(session, now, continuityMs)) return;
  if (isChosen && now - last.chosenAt <= continuityMs) return;
  if (await bus.held(id, userKey(userId))) return renew(deps, { id, userId });
  // First nobody goes on with it, then it ends: who chooses it in between opens it, and finds or makes it active.
  if (isChosen && !(await store.users.deactivate(userId, last))) return;
  const ended = await changeSession(deps, id, async (found) =>
    (await store.users.active(userId)).sessionId === id ? undefined : expireSession(found, now, continuityMs),
  );
  // Its user went on with it just before, for whom the choice of then still stood: it does again.
  if (isChosen && ended && !ended.change && ended.session.state === 'active')
    await keepOneActive(deps, ended.session, now);
}

/**
 * Ends the sessions that nobody came back to, once, whichever workers sweep at the same time: a change counts only if
 * it is the first.
 */
export async function sweepSessions(deps: Deps): Promise<void> {
  const { store, continuityMs } = deps;
  const now = deps.now();
  // Half of its time before a presence runs out, so that one sweep may be late.
  const soon = now + (presentUntil(now, continuityMs) - now) / 2;
  await each(store.sessions.presentUntil(soon), (one) => renew(deps, one));
  await each(store.sessions.activeButQuiet(now - continuityMs), (one) => expire(deps, one));
}
