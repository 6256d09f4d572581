import type { Entry } from '@parley/conversation';
import { checkLimit } from '../checkLimit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { WITHOUT_TERMS } from '../documents/EntryDocument.ts';
import { readEntry } from '../documents/readEntry.ts';
import type { KeyOwner } from '../keys/createDataKeys.ts';
import { settleSession } from '../pending/settleSession.ts';

export interface ChangedQuery {
  /** Most entries to read: 1–1000. */
  readonly limit: number;
  /** Most bytes that they may take as JSON; the first one is always there. */
  readonly maxBytes: number;
}

/** Entries by rising `rev`; `hasMore`: ask again after the last one's. */
export interface ChangedEntries {
  readonly entries: readonly Entry[];
  readonly hasMore: boolean;
}

const MAX_LIMIT = 1000;

/** Those that fit, in order. An entry that changed while it was read comes twice: the later copy counts. */
function fitting(entries: Iterable<Entry>, { limit, maxBytes }: ChangedQuery): ChangedEntries {
  const chosen = new Map<string, Entry>();
  let bytes = 0;
  for (const entry of entries) {
    chosen.delete(entry.id);
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
    const full = chosen.size === limit || (chosen.size > 0 && bytes > maxBytes);
    if (full) return { entries: [...chosen.values()], hasMore: true };
    chosen.set(entry.id, entry);
  }
  return { entries: [...chosen.values()], hasMore: false };
}

/** Entries of a session that changed after `afterRev`, whole, by `rev`, as many as the bounds allow. */
export async function changedSince(
  context: StoreContext,
  sessionId: string,
  afterRev: number,
  query: ChangedQuery,
): Promise<ChangedEntries> {
  checkLimit(query.limit, MAX_LIMIT);
  const session = await settleSession(context, sessionId);
  return session ? changedOf(context, sessionId, session, afterRev, query) : { entries: [], hasMore: false };
}

/** The same of a session that has just been settled. */
export async function changedOf(
  { entries, keys, unreadable }: StoreContext,
  sessionId: string,
  owner: KeyOwner,
  afterRev: number,
  query: ChangedQuery,
): Promise<ChangedEntries> {
  const key = await keys.of(owner);
  const found = entries
    .find({ sessionId, rev: { $gt: afterRev } }, WITHOUT_TERMS)
    .sort({ rev: 1 })
    .limit(query.limit + 1);
  const documents = await atDatabase('read changed entries', () => found.toArray());
  return fitting(
    documents.values().map((document) => readEntry(document, key, unreadable)),
    query,
  );
}
