import { randomUUID } from 'node:crypto';
import { createSession, type Entry, type SessionState } from '@parley/conversation';
import type { Store } from '@parley/store';

const SESSIONS = 1000;
const PER_SESSION = 100;
/** Messages that are searched. */
export const ENTRIES = SESSIONS * PER_SESSION;
const WORDS = 20;
const VOCABULARY = 20_000;
/** When the first session was used, and how long after it the next one: milliseconds. */
const BEGAN = 1_700_000_000_000;
const APART_MS = 3_600_000;
/** Sessions that are filled at once. */
const AT_ONCE = 8;
/** A word of the very first message alone. */
export const RARE = 'onceonly';

/** Words as a language has them: a few that are said all the time, and many that are rare. */
const anyWord = (): string => `w${Math.floor(VOCABULARY ** Math.random())}`;
const anyText = (words: number): string => Array.from({ length: words }, anyWord).join(' ');

/** The session with one more entry, and that entry. */
function withEntry(session: SessionState, text: string, status: Entry['status']) {
  const { id: sessionId } = session;
  const [seq, rev] = [session.seq + 1, session.rev + 1];
  const plain = { sender: 'user', kind: 'text', createdAt: Date.now() } as const;
  const entry: Entry = { ...plain, attachments: [], id: randomUUID(), sessionId, seq, rev, text, status };
  return { session: { ...session, seq, rev }, entry };
}

/** A session of many messages, half of which say so. */
async function fillSession(store: Store, userId: string, nth: number): Promise<void> {
  const { loaded } = await store.sessions.create(
    createSession(randomUUID(), userId, 'demo', BEGAN + nth * APART_MS),
  );
  const entries: Entry[] = [];
  let session = loaded.state;
  for (let at = 0; at < PER_SESSION; at++) {
    const extra = nth === 0 && at === 0 ? RARE : at % 2 === 0 ? 'half' : '';
    const next = withEntry(session, `${anyText(WORDS)} ${extra}`, 'complete');
    entries.push(next.entry);
    session = next.session;
  }
  await store.sessions.commit(loaded, { session, entries });
}

/** Fills a store with the messages of one user. */
export async function fillStore(store: Store, userId: string): Promise<void> {
  let next = 0;
  const fill = async () => {
    for (let nth = next++; nth < SESSIONS; nth = next++) await fillSession(store, userId, nth);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fill));
}

/** Stores one message of so many words as a change of a session; a superseded one isn't indexed. */
export async function storeMessage(
  store: Store,
  id: string,
  words: number,
  status: Entry['status'],
): Promise<void> {
  const text = anyText(words);
  await store.sessions.change(id, (state) => {
    const { session, entry } = withEntry(state, text, status);
    return { change: { session, entries: [entry] }, result: undefined };
  });
}
