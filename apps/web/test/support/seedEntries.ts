import { randomUUID } from 'node:crypto';
import { createSession, type Entry } from '@parley/conversation';
import type { Store } from '@parley/store';

/** An entry of a test: what it says, and what is special about it. */
export type Said = Partial<Entry> & Pick<Entry, 'sender' | 'text'>;

/** A session with these entries, in this order, one a second from `at` on; gives its id. */
export async function seedEntries(
  store: Store,
  userId: string,
  name: string,
  said: readonly Said[],
  at = Date.UTC(2026, 0, 31, 9, 5),
): Promise<string> {
  const id = randomUUID();
  await store.sessions.create({ ...createSession(id, userId, 'demo', at), name });
  // In several changes: what is pending stands in one document.
  for (let done = 0; done < said.length; done += 100) {
    await store.sessions.change(id, (state) => {
      const entries = said.slice(done, done + 100).map((what, index): Entry => {
        const seq = done + index + 1;
        const createdAt = at + seq * 1000;
        const plain = { kind: 'text', status: 'complete' } as const;
        return {
          id: randomUUID(),
          sessionId: id,
          seq,
          rev: seq + 1,
          createdAt,
          attachments: [],
          ...plain,
          ...what,
        };
      });
      const last = done + entries.length;
      const session = { ...state, rev: last + 1, seq: last, messageCount: last };
      return { change: { session, entries }, result: undefined };
    });
  }
  return id;
}
