import { userKey } from '@parley/bus';
import { isExpired, putAwaySession, type SessionState } from '@parley/conversation';
import { SealedDataError, StoreUnavailable } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';

const TRIES = 20;

/** Puts a session away, unless its user chose it. One that can't be read any more is left as it is. */
async function putAway(deps: Deps, id: string, userId: string, at: number): Promise<void> {
  const { store, bus, continuityMs } = deps;
  try {
    await changeSession(deps, id, async (session) => {
      // Asked once the session is loaded: who chooses it from now on changes it after that, so this change won't count.
      if ((await store.users.active(userId)).sessionId === id) return undefined;
      const held = isExpired(session, at, continuityMs) && (await bus.held(id, userKey(userId)));
      return putAwaySession(session, at, continuityMs, held);
    });
  } catch (error) {
    if (!(error instanceof SealedDataError)) throw error;
  }
}

/**
 * Puts away all active sessions of a user but the one that was chosen last. To be called by whoever made `session`
 * active, after that: it is chosen when there is no choice any more, and put away when it lost.
 * @returns the id of the chosen one
 */
export async function keepOneActive(
  deps: Deps,
  { id, userId }: Pick<SessionState, 'id' | 'userId'>,
  at: number,
): Promise<string> {
  const { users, sessions } = deps.store;
  for (let tried = 0; tried < TRIES; tried++) {
    const last = await users.active(userId);
    if (last.sessionId === undefined) {
      await users.activate(userId, id, at, last);
      continue;
    }
    for (const other of await sessions.activeOf(userId)) {
      if (other !== last.sessionId) await putAway(deps, other, userId, at);
    }
    return last.sessionId;
  }
  throw new StoreUnavailable('choose session', new Error(`${TRIES} others chose none in between`));
}
