import { atDatabase, isDuplicateKey } from './atDatabase.ts';
import type { StoreContext } from './StoreContext.ts';

/** Ends the hold; whoever held it too long ends nobody else's. */
export type Unlock = () => Promise<void>;

/**
 * Holds a name, for at most `ms` milliseconds from `at` on (milliseconds since 1970); `undefined`: somebody else holds it.
 * It saves work that others do, and promises no more: who is slower than that is no longer alone.
 */
export async function lockFor(
  { buckets }: StoreContext,
  name: string,
  ms: number,
  at: number,
): Promise<Unlock | undefined> {
  const mine = { _id: `lock:${name}`, fullAt: at + ms };
  try {
    const over = { _id: mine._id, fullAt: { $lte: at } };
    const replace = () => buckets.replaceOne(over, mine, { upsert: true });
    await atDatabase('lock', replace);
  } catch (error) {
    // There is one, and it isn't over.
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
  return async () => {
    await atDatabase('unlock', () => buckets.deleteOne(mine));
  };
}
