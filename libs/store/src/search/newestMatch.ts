import type { DataKey } from '../crypto/createDataKey.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { WITHOUT_TERMS, type EntryDocument } from '../documents/EntryDocument.ts';
import { readEntry } from '../documents/readEntry.ts';
import { findHits } from './findHits.ts';
import { passageOf, type Passage } from './passageOf.ts';
import type { Query } from './Query.ts';
import { searchedText } from './searchedText.ts';

/** Where in a session something was found. */
export interface Match extends Passage {
  readonly messageId: string;
  readonly seq: number;
}

/** The newest entry of a session that has all that is searched for, among those with all terms of one of the lists. */
export async function newestMatch(
  { entries, unreadable }: StoreContext,
  sessionId: string,
  termLists: readonly (readonly string[])[],
  query: Query,
  key: DataKey,
): Promise<Match | undefined> {
  const newestBelow = async (seq: number, terms: readonly string[]): Promise<EntryDocument | null> => {
    const filter = { sessionId, terms: { $all: [...terms] }, seq: { $lt: seq } };
    const find = () => entries.findOne(filter, { ...WITHOUT_TERMS, sort: { seq: -1 } });
    return atDatabase('search session', find);
  };
  for (let below = Number.MAX_SAFE_INTEGER; ;) {
    let newest: EntryDocument | undefined;
    for (const terms of termLists) {
      const found = await newestBelow(below, terms);
      if (found && found.seq > (newest?.seq ?? 0)) newest = found;
    }
    if (!newest) return undefined;
    const { id, seq } = newest;
    const text = searchedText(readEntry(newest, key, unreadable)) ?? '';
    const hits = findHits(text, query);
    if (hits) return { messageId: id, seq, ...passageOf(text, hits) };
    below = seq;
  }
}
