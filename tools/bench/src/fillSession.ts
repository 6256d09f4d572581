import { randomUUID } from 'node:crypto';
import {
  createSession,
  endAnswer,
  sendMessage,
  startAnswer,
  type Entry,
  type SessionState,
} from '@parley/conversation';
import type { Store } from '@parley/store';

/** Exchanges that are stored at once. */
const BATCH = 100;
const WORDS = 'What is said in a chat is mostly this long, or a little longer than that. ';

/** A message and its answer, by the rules that the worker follows; entries as they are at the end. */
function exchange(session: SessionState, at: number): { session: SessionState; entries: Entry[] } {
  const frame = { type: 'message.send' as const, id: randomUUID(), sessionId: session.id, text: WORDS };
  const sent = sendMessage(session, frame, { id: session.userId, roles: ['user'] }, at);
  const begun = startAnswer(sent.session, { turn: at, delivery: 1 }, at);
  if (begun.kind !== 'write') throw new Error(`an answer can't begin: ${begun.kind}`);
  const usage = { inputTokens: 20, outputTokens: 20, totalTokens: 40 };
  const end = { status: 'complete' as const, text: WORDS.repeat(2), endedAt: at, firstTokenAt: at, usage };
  const ended = endAnswer(begun.change.session, begun.answer, end);
  if (!ended) throw new Error('an answer can’t end');
  return { session: ended.session, entries: [...sent.entries, ...ended.entries] };
}

/** Makes a session of this user with so many messages, half of them answers; gives its id. */
export async function fillSession(store: Store, userId: string, messages: number): Promise<string> {
  const { loaded } = await store.sessions.create(createSession(randomUUID(), userId, 'demo', Date.now()));
  const { id } = loaded.state;
  for (let left = messages / 2; left > 0; left -= BATCH) {
    await store.sessions.change(id, (state) => {
      let session = state;
      const entries: Entry[] = [];
      for (let n = 0; n < Math.min(BATCH, left); n++) {
        const done = exchange(session, Date.now());
        session = done.session;
        entries.push(...done.entries);
      }
      return { change: { session, entries }, result: undefined };
    });
  }
  return id;
}
