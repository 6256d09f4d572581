import { randomUUID } from 'node:crypto';
import { createSession, sendMessage, type SessionState } from '@parley/conversation';
import type { Store } from '@parley/store';

/** A session in which these texts were said, and that is so otherwise; gives its id. */
export async function seed(
  store: Store,
  userId: string,
  texts: readonly string[],
  more: Partial<SessionState> = {},
): Promise<string> {
  const id = randomUUID();
  const { createdAt = Date.now(), model = 'demo' } = more;
  await store.sessions.create({ ...createSession(id, userId, model, createdAt), ...more });
  for (const text of texts) {
    await store.sessions.change(id, (state) => {
      const frame = { type: 'message.send', id: randomUUID(), sessionId: id, text } as const;
      const user = { id: userId, roles: ['user'] };
      const { session, entries } = sendMessage(state, frame, user, state.lastActivityAt);
      return { change: { session: { ...session, ...more }, entries }, result: undefined };
    });
  }
  return id;
}
