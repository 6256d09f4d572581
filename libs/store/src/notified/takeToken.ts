import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';

/** A bucket of `n`, full at the start and refilled evenly within `perMs` milliseconds. */
export interface BucketRate {
  readonly n: number;
  readonly perMs: number;
}

/** Others that take from the same bucket meanwhile: each of them got one. */
const TRIES = 100;

/** Takes one out of a bucket, whoever else does so at the same time; `false`: it is empty. `at`: milliseconds since 1970. */
export async function takeToken(
  { buckets }: StoreContext,
  bucket: string,
  { n, perMs }: BucketRate,
  at: number,
): Promise<boolean> {
  const each = perMs / n;

  async function write(before: number | undefined, fullAt: number): Promise<boolean> {
    try {
      if (before === undefined) {
        await atDatabase('make bucket', () => buckets.insertOne({ _id: bucket, fullAt }));
        return true;
      }
      const change = { $set: { fullAt } };
      const update = () => buckets.updateOne({ _id: bucket, fullAt: before }, change);
      return (await atDatabase('take from bucket', update)).matchedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  for (let tried = 0; tried < TRIES; tried++) {
    const found = await atDatabase('read bucket', () => buckets.findOne({ _id: bucket }));
    // One that is full again is as one that never was.
    const fullAt = Math.max(found?.fullAt ?? 0, at) + each;
    // Half of one: what fractions lose must not cost a whole one.
    if (fullAt - at > perMs + each / 2) return false;
    if (await write(found?.fullAt, fullAt)) return true;
  }
  throw new StoreUnavailable('take from bucket', new Error(`${TRIES} others came in between`));
}
