import type { Entry } from '@parley/conversation';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { WITHOUT_TERMS } from '../documents/EntryDocument.ts';
import { readEntry } from '../documents/readEntry.ts';
import { settleSession } from '../pending/settleSession.ts';

/** Entries that are read with one request. */
const AT_ONCE = 50;

/** The entries at these places, whole, by `seq`; `undefined` when they take more than `maxBytes` as JSON. */
export async function entriesAt(
  context: StoreContext,
  sessionId: string,
  seqs: readonly number[],
  maxBytes: number,
): Promise<Entry[] | undefined> {
  const { entries, keys, unreadable } = context;
  const session = await settleSession(context, sessionId);
  if (!session) return [];
  const key = await keys.of(session);
  const read: Entry[] = [];
  let bytes = 0;
  for (let at = 0; at < seqs.length; at += AT_ONCE) {
    const seq = { $in: seqs.slice(at, at + AT_ONCE) };
    const found = entries.find({ sessionId, seq }, WITHOUT_TERMS).sort({ seq: 1 });
    for (const document of await atDatabase('read entries', () => found.toArray())) {
      const entry = readEntry(document, key, unreadable);
      bytes += Buffer.byteLength(JSON.stringify(entry));
      if (bytes > maxBytes) return undefined;
      read.push(entry);
    }
  }
  return read;
}
