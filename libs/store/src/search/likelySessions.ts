import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';

/** Entries that are read to tell sessions that have some from those that have none. */
const MOST_READ = 500;

/** Those of these sessions that may have an entry with all of these terms; all, when there are many such entries. */
export async function likelySessions(
  { entries }: StoreContext,
  ids: readonly string[],
  terms: readonly string[],
): Promise<ReadonlySet<string>> {
  const filter = { sessionId: { $in: [...ids] }, terms: { $all: [...terms] } };
  const found = entries.find(filter, { projection: { _id: 0, sessionId: 1 } }).limit(MOST_READ);
  const read = await atDatabase('search entries', () => found.toArray());
  return new Set(read.length < MOST_READ ? read.map(({ sessionId }) => sessionId) : ids);
}
