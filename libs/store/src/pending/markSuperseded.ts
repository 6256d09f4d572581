import type { Superseded } from '@parley/conversation';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { entryKey } from '../documents/EntryDocument.ts';

/** Entries that are marked with one request. */
const AT_ONCE = 500;

const inBatches = (marks: readonly Superseded[]): Superseded[][] =>
  Array.from({ length: Math.ceil(marks.length / AT_ONCE) }, (_, at) =>
    marks.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );

/** The last of these changes that an entry shows. Marks are made in order: all before it are made, too. */
async function lastMade({ entries }: StoreContext, sessionId: string, last: number): Promise<number> {
  const find = entries.find({ sessionId, rev: { $lte: last } }, { projection: { rev: 1 } });
  const [newest] = await atDatabase('look for marks', () => find.sort({ rev: -1 }).limit(1).toArray());
  return newest?.rev ?? 0;
}

/**
 * Marks entries of a session as superseded, by rising `rev`: they aren't found any more. There may be thousands: who comes after somebody that
 * stopped in the middle goes on where that one was.
 */
export async function markSuperseded(
  context: StoreContext,
  sessionId: string,
  marks: readonly Superseded[],
): Promise<void> {
  const last = marks.at(-1);
  if (!last) return;
  const { entries, faults } = context;
  const made = await lastMade(context, sessionId, last.rev);
  for (const batch of inBatches(marks.filter(({ rev }) => rev > made))) {
    await faults('entries.mark');
    // By id alone: for any other key a planner may take the wrong index, and read the whole session for each.
    const updates = batch.map(({ id, rev }) => ({
      updateOne: {
        filter: { _id: entryKey(sessionId, id), rev: { $lt: rev } },
        update: { $set: { status: 'superseded' as const, rev }, $unset: { terms: 1 as const } },
      },
    }));
    await atDatabase('mark superseded', () => entries.bulkWrite(updates, { ordered: true }));
    await faults('entries.marked');
  }
}
