import { toMessage, toSession, type Entry, type SessionState } from '@parley/conversation';
import {
  OPEN_PAGE,
  subjects,
  TurnSnapshot,
  type Message,
  type ServerFrameOf,
  type Streaming,
} from '@parley/protocol';
import { fromBytes } from '@parley/bus';
import type { Deps } from '../deps.ts';

/** Bytes of entries in one reply; with the partial answer beside them it stays under what NATS takes (1 MiB). */
const MAX_BYTES = 480 * 1024;
/** Entries in one reply to an open with `afterRev`. */
const CHANGED_PAGE = 500;
/** How long the writer of an answer may take to tell its text so far, in milliseconds. */
const SNAPSHOT_MS = 500;

interface Page {
  readonly messages: Message[];
  readonly hasMore: boolean;
}

/** The newest entries that fit into one reply. */
async function newest({ store }: Deps, session: SessionState): Promise<Page> {
  const { entries, nextCursor } = await store.entries.newest(session.id, OPEN_PAGE);
  const messages: Message[] = [];
  let left = MAX_BYTES;
  for (const message of entries.map(toMessage).reverse()) {
    left -= Buffer.byteLength(JSON.stringify(message));
    if (left < 0 && messages.length > 0) break;
    messages.unshift(message);
  }
  return { messages, hasMore: nextCursor !== undefined || messages.length < entries.length };
}

/** What changed since `afterRev`; a client that knows more than there is starts anew. */
async function pageFor(deps: Deps, session: SessionState, afterRev: number | undefined): Promise<Page> {
  if (afterRev === undefined || afterRev > session.rev) return newest(deps, session);
  const limits = { limit: CHANGED_PAGE, maxBytes: MAX_BYTES };
  const { entries, hasMore } = await deps.store.entries.changedSince(session.id, afterRev, limits);
  return { messages: entries.map(toMessage), hasMore };
}

/** Text so far, of the worker that writes the answer; `undefined`: nobody writes it at the moment. */
async function snapshot({ bus, log }: Deps, messageId: string): Promise<TurnSnapshot | undefined> {
  try {
    const reply = await bus.request(subjects.turnSnapshot(messageId), {}, { timeoutMs: SNAPSHOT_MS });
    return reply.kind === 'answer' ? fromBytes(TurnSnapshot, reply.payload) : undefined;
  } catch (error) {
    log.warn('snapshot.missed', { messageId, cause: error });
    return undefined;
  }
}

/** The answer in writing. Without a writer: what was checkpointed, until the next attempt begins; or its end. */
async function partial(
  deps: Deps,
  { id, answer }: SessionState,
): Promise<{ streaming?: Streaming; ended?: Entry }> {
  if (!answer) return {};
  const { messageId } = answer;
  const live = await snapshot(deps, messageId);
  if (live) return { streaming: { messageId, ...live } };
  const entry = await deps.store.entries.get(id, messageId);
  if (!entry) return {};
  if (entry.status !== 'streaming') return { ended: entry };
  return { streaming: { messageId, attempt: entry.attempt ?? answer.attempt, text: entry.text } };
}

/** `session.opened`, as the client that sent `ref` is to see the session now. */
export async function openedFrame(
  deps: Deps,
  session: SessionState,
  ref: string,
  afterRev: number | undefined,
): Promise<ServerFrameOf<'session.opened'>> {
  const { messages, hasMore } = await pageFor(deps, session, afterRev);
  const { streaming, ended } = await partial(deps, session);
  const known = new Map(messages.map((message) => [message.id, message]));
  if (ended) known.set(ended.id, toMessage(ended));
  const over = streaming && known.get(streaming.messageId)?.status;
  return {
    type: 'session.opened',
    ref,
    sessionId: session.id,
    session: toSession(session),
    // The text of an answer in writing is told once, by `streaming`.
    messages: [...known.values()].map((one) => (one.status === 'streaming' ? { ...one, text: '' } : one)),
    hasMore,
    ...(streaming && (over ?? 'streaming') === 'streaming' && { streaming }),
  };
}
