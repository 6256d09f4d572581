import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';

/** Entries of one update, so that each stays within an operation's bound. */
const BATCH = 500;

/**
 * Takes a user's id out of the ledger: its entries stay, for the sums by model and day. `before`: only out of those that
 * began before this moment.
 */
export async function forgetUser(
  { calls }: Pick<StoreContext, 'calls'>,
  userId: string,
  before?: Date,
): Promise<void> {
  const own = { userId, ...(before && { startedAt: { $lt: before } }) };
  for (;;) {
    const some = calls.find(own, { projection: { _id: 1 } }).limit(BATCH);
    const found = await atDatabase('read calls of user', () => some.toArray());
    if (found.length > 0) {
      const theirs = { _id: { $in: found.map(({ _id }) => _id) } };
      await atDatabase('forget user of calls', () => calls.updateMany(theirs, { $unset: { userId: 1 } }));
    }
    if (found.length < BATCH) return;
  }
}
