import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import { StoreCorrupt } from '../database/StoreCorrupt.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import type { EntryDocument } from '../documents/EntryDocument.ts';

/** Copies that race for an entry that isn't there yet: each loses at most once to each older one. */
const TRIES = 5;

type Age = Pick<EntryDocument, 'rev' | 'attempt'>;
const isOlder = (a: Age, b: Age): boolean => a.rev < b.rev || (a.rev === b.rev && a.attempt < b.attempt);

/** Writes it unless what is there is as new. `false`: a unique index refused it. */
async function write({ entries }: StoreContext, entry: EntryDocument): Promise<boolean> {
  const { _id, rev, attempt } = entry;
  const older = { _id, $or: [{ rev: { $lt: rev } }, { rev, attempt: { $lt: attempt } }] };
  try {
    await entries.replaceOne(older, entry, { upsert: true });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/**
 * Copies an entry to where it is looked for, unless the copy there is as new: then its id is a duplicate.
 * @throws StoreCorrupt when another entry has its place
 */
export async function copyEntry(context: StoreContext, entry: EntryDocument): Promise<void> {
  const { _id, sessionId, seq, rev } = entry;
  for (let tried = 1; tried <= TRIES; tried++) {
    if (await atDatabase('copy entry', () => write(context, entry))) return;
    const projection = { rev: 1, attempt: 1 };
    const there = await atDatabase('compare entry', () => context.entries.findOne({ _id }, { projection }));
    if (!there) {
      const error = new StoreCorrupt(`another entry has seq ${seq} or rev ${rev} of session ${sessionId}`);
      context.log.error('store.corrupt', error, { sessionId, seq, rev });
      throw error;
    }
    if (!isOlder(there, entry)) return;
  }
  throw new StoreUnavailable('copy entry', new Error(`${TRIES} copies in a row met an older one`));
}
