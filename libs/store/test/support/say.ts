import { randomUUID } from 'node:crypto';
import { createSession, sendMessage, type SessionState } from '@parley/conversation';
import { StoreUnavailable, type Store, type StoredChange } from '../../src/index.ts';

/** A message of a user as the rules store it. */
export function said(state: SessionState, id: string, text: string, at = Date.now()): StoredChange {
  const frame = { type: 'message.send', id, sessionId: state.id, text } as const;
  const { session, entries, outcome } = sendMessage(state, frame, { id: state.userId, roles: ['user'] }, at);
  return { session, entries, outcome: { commandId: id, outcome } };
}

/** How often it is said again while the database doesn't answer in time. */
const TRIES = 5;

/** Says something in a session, the way a command handler does: again after an outage, and a repeat changes nothing. */
export async function say(store: Store, sessionId: string, id: string, text: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      const changed = await store.sessions.change(sessionId, (state) => ({
        change: state.recent.includes(id) ? undefined : said(state, id, text),
        result: undefined,
      }));
      if (!changed) throw new Error(`there is no session ${sessionId}`);
      return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tried === TRIES) throw error;
    }
  }
}

/** A new session. */
export async function newSession(store: Store, userId = `user ${randomUUID()}`, at = Date.now()) {
  const { loaded } = await store.sessions.create(createSession(randomUUID(), userId, 'demo', at));
  return loaded;
}
