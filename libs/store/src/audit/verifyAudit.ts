import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { auditHash, fromAuditDocument, NO_HASH } from '../documents/AuditDocument.ts';

/** What a check of the audit log found. */
export interface AuditState {
  /** Entries that follow one another unchanged, from the first one on. */
  readonly entries: number;
  /** Hash of the last of these: whoever noted it down elsewhere sees later whether entries before it were changed. */
  readonly head: string;
  /** Number of the first entry that is missing or was changed. */
  readonly brokenAt?: number;
  /** Where `entries` and `head` were noted before: whether they were there still, unchanged. */
  readonly noted?: 'kept' | 'lost';
}

/** `entries` and `head` of an earlier check. */
export type Noted = Pick<AuditState, 'entries' | 'head'>;

const BATCH = 500;

/**
 * Follows the chain of hashes from the first entry. That the last entries were cut off, or all were written anew, shows
 * against what was `noted` before alone.
 */
export async function verifyAudit({ audit }: StoreContext, noted?: Noted): Promise<AuditState> {
  let [entries, head] = [0, NO_HASH];
  let isKept = noted?.entries === 0;
  const state = (): AuditState => ({ entries, head, ...(noted && { noted: isKept ? 'kept' : 'lost' }) });
  for (;;) {
    const found = audit.find({ _id: { $gt: entries } }).sort({ _id: 1 });
    const documents = await atDatabase('read audit', () => found.limit(BATCH).toArray());
    for (const document of documents) {
      const n = entries + 1;
      const hash = document._id === n ? auditHash(n, fromAuditDocument(document), head) : undefined;
      if (hash !== document.hash) return { ...state(), brokenAt: n };
      [entries, head] = [n, hash];
      if (n === noted?.entries) isKept = hash === noted.head;
    }
    if (documents.length < BATCH) return state();
  }
}
