import { randomUUID } from 'node:crypto';
import { createSession, sendMessage, startAnswer } from '@parley/conversation';
import type { Store } from '@parley/store';

/** Something is said in a session. */
export async function use(store: Store, id: string, at: number, text = 'again'): Promise<void> {
  await store.sessions.change(id, (state) => {
    const sent = { type: 'message.send', id: randomUUID(), sessionId: id, text } as const;
    const { session, entries } = sendMessage(state, sent, { id: state.userId, roles: ['user'] }, at);
    return { change: { session, entries }, result: undefined };
  });
}

/** A session of a user in which these texts were said; gives its id. */
export async function seed(
  store: Store,
  userId: string,
  texts: readonly string[],
  at = Date.now(),
): Promise<string> {
  const id = randomUUID();
  await store.sessions.create(createSession(id, userId, 'demo', at));
  for (const [index, text] of texts.entries()) await use(store, id, at + index, text);
  return id;
}

/** A worker begins to answer what was said in a session; gives the answer's id. */
export async function startAnswering(store: Store, id: string): Promise<string> {
  const done = await store.sessions.change(id, (state) => {
    const begun = startAnswer(state, { turn: 1, delivery: 1 }, Date.now());
    if (begun.kind !== 'write') throw new Error('there is something to answer');
    const { session, entries } = begun.change;
    return { change: { session, entries }, result: begun.answer.messageId };
  });
  if (!done) throw new Error('there is such a session');
  return done.result;
}
