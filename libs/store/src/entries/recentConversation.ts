import type { Entry, SessionState } from '@parley/conversation';
import type { StoreContext } from '../database/StoreContext.ts';
import { atDatabase } from '../database/atDatabase.ts';
import { BoundedCache } from '../keys/BoundedCache.ts';
import type { KeyOwner } from '../keys/createDataKeys.ts';
import { changedOf } from './changedSince.ts';
import { conversationUpTo } from './conversationUpTo.ts';

/** The newest entries of a session, as far as they were copied: with all changes up to `rev`. */
interface Tail {
  readonly rev: number;
  /** Of the session: one that was erased may come back under the same id. */
  readonly dataKey: string;
  /** Ascending by `seq`, without gaps. */
  readonly entries: readonly Entry[];
}

/** Opened texts stay in memory no longer than data keys do. */
const BOUNDS = { maxEntries: 100, maxAgeMs: 60_000 };
/** Of text, in UTF-16 units: with the bounds above, 50 MB at most. */
const MAX_KEPT = 256 * 1024;
/** Kept beyond what is asked for: entries that don't count any more, and what stands behind the message. */
const MORE = 100;
/** What may have changed since; more is read anew. */
const CHANGED = { limit: 200, maxBytes: 1024 * 1024 };

const textLength = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { text, reasoning = '' }) => sum + text.length + reasoning.length, 0);

/** Entries are copied by rising `rev`: none is missing before the newest. */
const newestRev = (entries: readonly Entry[]): number => Math.max(0, ...entries.map(({ rev }) => rev));

/** `tail` with the later copies of `changed`. */
function merged(tail: readonly Entry[], changed: readonly Entry[]): Entry[] {
  const byId = new Map([...tail, ...changed].map((entry) => [entry.id, entry]));
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

/** What `conversationUpTo` gives, from the newest entries; `undefined` when they don't go back far enough. */
function conversationIn(tail: readonly Entry[], messageId: string, limit: number): Entry[] | undefined {
  const asked = tail.find(({ id }) => id === messageId);
  if (!asked) return undefined;
  const counts = tail.filter(({ status }) => status !== 'superseded');
  const said = counts.filter(({ seq }) => seq <= asked.seq).slice(-limit);
  if (said.length < limit && tail[0]?.seq !== 1) return undefined;
  const ids = new Set(said.map(({ id }) => id));
  const answers = counts.filter(({ seq, replyTo }) => seq > asked.seq && replyTo && ids.has(replyTo));
  return [...said, ...answers];
}

/**
 * Reads the conversation that led to a message for whoever does so at each message: keeps the newest entries for a
 * minute, so that the next read is one of what changed since. Else a long session would cost its whole context each
 * time.
 */
export function createRecentConversation(
  context: StoreContext,
  newest: (sessionId: string, limit: number) => Promise<{ readonly entries: readonly Entry[] }>,
) {
  const tails = new BoundedCache<Tail>(BOUNDS, context.now);

  /** What was kept, brought up to date. */
  async function kept(sessionId: string, owner: KeyOwner): Promise<readonly Entry[] | undefined> {
    const tail = tails.get(sessionId);
    if (tail?.dataKey !== owner.dataKey) return undefined;
    const changed = await changedOf(context, sessionId, owner, tail.rev, CHANGED);
    return changed.hasMore ? undefined : merged(tail.entries, changed.entries);
  }

  /**
   * As `conversationUpTo`, of a session as it was just loaded or changed. The text of an answer that is still being
   * written may be older than its last checkpoint.
   */
  return async function recentConversation(
    { id }: Pick<SessionState, 'id'>,
    messageId: string,
    limit: number,
  ): Promise<readonly Entry[]> {
    const find = () => context.sessions.findOne({ _id: id }, { projection: { userId: 1, dataKey: 1 } });
    const owner = await atDatabase('read owner of entries', find);
    if (!owner) return [];
    const most = limit + MORE;
    const tail = (await kept(id, owner))?.slice(-most) ?? (await newest(id, most)).entries;
    if (textLength(tail) > MAX_KEPT) tails.delete(id);
    else tails.set(id, { rev: newestRev(tail), dataKey: owner.dataKey, entries: tail });
    return conversationIn(tail, messageId, limit) ?? conversationUpTo(context, id, messageId, limit);
  };
}
