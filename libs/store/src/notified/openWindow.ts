import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';

const TRIES = 10;

/**
 * The window of time of this name in which `at` lies (milliseconds since 1970): the one that is open, or a new one from
 * `at` on. Gives its begin, the same to everybody who asks within it.
 */
export async function openWindow(
  { buckets }: StoreContext,
  name: string,
  windowMs: number,
  at: number,
): Promise<number> {
  // What is full again when the window ends is a bucket of one.
  const _id = `window:${name}`;
  for (let tried = 0; tried < TRIES; tried++) {
    const found = await atDatabase('read window', () => buckets.findOne({ _id }));
    if (found && found.fullAt > at) return found.fullAt - windowMs;
    const fullAt = at + windowMs;
    try {
      if (!found) await atDatabase('open window', () => buckets.insertOne({ _id, fullAt }));
      else {
        const before = { _id, fullAt: found.fullAt };
        await atDatabase('open window', () => buckets.updateOne(before, { $set: { fullAt } }));
      }
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
  throw new StoreUnavailable('open window', new Error(`${TRIES} others came in between`));
}
