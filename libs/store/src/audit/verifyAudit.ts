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
}

const BATCH = 500;

/** Follows the chain of hashes from the first entry. That the last entries were cut off shows in `entries` and `head` alone. */
export async function verifyAudit({ audit }: StoreContext): Promise<AuditState> {
  let [entries, head] = [0, NO_HASH];
  for (;;) {
    const found = audit.find({ _id: { $gt: entries } }).sort({ _id: 1 });
    const documents = await atDatabase('read audit', () => found.limit(BATCH).toArray());
    for (const document of documents) {
      const n = entries + 1;
      const hash = document._id === n ? auditHash(n, fromAuditDocument(document), head) : undefined;
      if (hash !== document.hash) return { entries, head, brokenAt: n };
      [entries, head] = [n, hash];
    }
    if (documents.length < BATCH) return { entries, head };
  }
}
