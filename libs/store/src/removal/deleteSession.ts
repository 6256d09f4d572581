import type { Collection, Filter } from 'mongodb';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';

/** Documents of one delete, so that each stays within an operation's bound. */
const BATCH = 500;

/** Deletes all that match. */
async function deleteAll<D extends { _id: string }>(
  collection: Collection<D>,
  filter: Filter<D>,
): Promise<void> {
  for (;;) {
    const some = collection.find(filter, { projection: { _id: 1 } }).limit(BATCH);
    const ids = (await atDatabase('read removed', () => some.toArray())).map(({ _id }) => _id);
    if (ids.length > 0) {
      const gone = { _id: { $in: ids } } as Filter<D>;
      await atDatabase('remove', () => collection.deleteMany(gone));
    }
    if (ids.length < BATCH) return;
  }
}

/** The documents of a session: its own one, so that nothing of it can change any more, then what belongs to it. */
export async function deleteSession(context: StoreContext, id: string): Promise<void> {
  const { sessions, entries, notes, summaries, outcomes, tallies, faults } = context;
  await atDatabase('remove session', () => sessions.deleteOne({ _id: id }));
  await faults('session.removed');
  await deleteAll(entries, { sessionId: id });
  await faults('entries.removed');
  await deleteAll(notes, { sessionId: id });
  await deleteAll(summaries, { sessionId: id });
  // Their ids begin with the session's: `;` is the character behind `:`.
  const own = { _id: { $gte: `${id}:`, $lt: `${id};` } };
  await deleteAll(outcomes, own);
  await deleteAll(tallies, own);
}
