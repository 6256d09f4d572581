import { randomUUID } from 'node:crypto';
import { createSession, sendMessage, type SessionState } from '@parley/conversation';
import type { Store, StoredChange } from '../../src/index.ts';

/** A message of a user as the rules store it. */
export function said(state: SessionState, id: string, text: string, at = Date.now()): StoredChange {
  const frame = { type: 'message.send', id, sessionId: state.id, text } as const;
  const { session, entries, outcome } = sendMessage(state, frame, { id: state.userId, roles: ['user'] }, at);
  return { session, entries, outcome: { commandId: id, outcome } };
}

/** Says something in a session, the way a command handler does: a repeat changes nothing. */
export async function say(store: Store, sessionId: string, id: string, text: string): Promise<void> {
  const changed = await store.sessions.change(sessionId, (state) => ({
    change: state.recent.includes(id) ? undefined : said(state, id, text),
    result: undefined,
  }));
  if (!changed) throw new Error(`there is no session ${sessionId}`);
}

/** A new session. */
export async function newSession(store: Store, userId = `user ${randomUUID()}`, at = Date.now()) {
  const { loaded } = await store.sessions.create(createSession(randomUUID(), userId, 'demo', at));
  return loaded;
}
