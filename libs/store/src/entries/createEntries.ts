import type { Entry } from '@parley/conversation';
import { checkLimit } from '../checkLimit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { entryKey, fromEntryDocument, WITHOUT_TERMS } from '../documents/EntryDocument.ts';
import { readEntry } from '../documents/readEntry.ts';
import { settleSession } from '../pending/settleSession.ts';
import { conversationUpTo } from './conversationUpTo.ts';
import { entriesAt } from './entriesAt.ts';
import { outlineSince } from './outlineSince.ts';
import { changedSince, type ChangedEntries, type ChangedQuery } from './changedSince.ts';
import { lastInThread } from './lastInThread.ts';
import { createRecentConversation } from './recentConversation.ts';
import { saveCheckpoint, type Checkpoint } from './saveCheckpoint.ts';
import type { Loaded } from '../sessions/Loaded.ts';

/** Entries of one session, ascending by `seq`; one that can't be opened stands there empty, as `failed`. */
export interface EntryPage {
  readonly entries: readonly Entry[];
  /** There when older ones exist: they are `before` it. */
  readonly nextCursor?: number;
}

/** Most entries that one read may ask for. */
const MAX_LIMIT = 1000;

/** The entries of all sessions. Every read sees all that was committed before it. */
export type Entries = ReturnType<typeof createEntries>;

export function createEntries(context: StoreContext) {
  const { entries, keys, unreadable } = context;

  async function page(
    sessionId: string,
    seq: object | undefined,
    limit: number,
    whole = false,
  ): Promise<EntryPage> {
    checkLimit(limit, MAX_LIMIT);
    const session = await settleSession(context, sessionId);
    if (!session) return { entries: [] };
    const key = await keys.of(session);
    const found = entries
      .find({ sessionId, ...(seq && { seq }) }, WITHOUT_TERMS)
      .sort({ seq: -1 })
      .limit(limit + 1);
    const documents = await atDatabase('read entries', () => found.toArray());
    const read = documents.slice(0, limit).reverse();
    const first = read.at(0);
    const opened = read.map((document) =>
      whole ? fromEntryDocument(document, key) : readEntry(document, key, unreadable),
    );
    return documents.length > limit && first
      ? { entries: opened, nextCursor: first.seq }
      : { entries: opened };
  }

  const newest = (sessionId: string, limit: number) => page(sessionId, undefined, limit);

  return {
    /** The newest `limit` (1–1000) entries of a session. */
    newest,
    /** The newest `limit` (1–1000) below `seq`: what `nextCursor` of a page asks for. */
    before: (sessionId: string, seq: number, limit: number) => page(sessionId, { $lt: seq }, limit),
    /**
     * The same for who needs each of them.
     * @throws SealedDataError when one can't be opened
     */
    wholeBefore: (sessionId: string, seq: number, limit: number) =>
      page(sessionId, { $lt: seq }, limit, true),
    /** Entries that changed after `afterRev`, by `rev`: see `changedSince`. */
    changedSince: (sessionId: string, afterRev: number, query: ChangedQuery): Promise<ChangedEntries> =>
      changedSince(context, sessionId, afterRev, query),

    /** What the entries from `seq` on are, without their texts: see `outlineSince`. */
    outlineSince: (sessionId: string, seq: number) => outlineSince(context, sessionId, seq),
    /** Entries at these places, whole, unless they take more than `maxBytes`: see `entriesAt`. */
    at: (sessionId: string, seqs: readonly number[], maxBytes: number) =>
      entriesAt(context, sessionId, seqs, maxBytes),
    /** What was said up to a message and still counts: see `conversationUpTo`. */
    conversationUpTo: (sessionId: string, messageId: string, limit: number) => {
      checkLimit(limit, MAX_LIMIT);
      return conversationUpTo(context, sessionId, messageId, limit);
    },
    /** The same for who reads it at each message; `limit` is 900 at most: see `createRecentConversation`. */
    recentConversation: createRecentConversation(context, newest),

    /** Which entry was last written in a provider's own conversation: see `lastInThread`. */
    lastInThread: (sessionId: string, thread: string) => lastInThread(context, sessionId, thread),

    /**
     * One entry, if it is there.
     * @throws SealedDataError when it can't be opened
     */
    async get(sessionId: string, id: string): Promise<Entry | undefined> {
      const session = await settleSession(context, sessionId);
      if (!session) return undefined;
      const document = await atDatabase('read entry', () =>
        entries.findOne({ _id: entryKey(sessionId, id) }, WITHOUT_TERMS),
      );
      return document ? fromEntryDocument(document, await keys.of(session)) : undefined;
    },

    /**
     * Whether there is such an entry in a session as it was just loaded: a message that was accepted once is known for
     * ever.
     */
    async has(sessionId: string, id: string): Promise<boolean> {
      const one = { projection: { _id: 1 } };
      const find = () => entries.findOne({ _id: entryKey(sessionId, id) }, one);
      return (await atDatabase('look for entry', find)) !== null;
    },

    /** Keeps the text of an answer so far: see `saveCheckpoint`. */
    checkpoint: (session: Loaded, checkpoint: Checkpoint): Promise<boolean> =>
      saveCheckpoint(context, session, checkpoint),
  };
}
