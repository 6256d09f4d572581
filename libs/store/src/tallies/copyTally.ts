import type { UpdateFilter } from 'mongodb';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { PendingTally, TallyDocument } from './TallyDocument.ts';

/** The numbers of some part of a tally, by their paths. */
const paths = (name: string, numbers: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(numbers).map(([key, number]) => [`${name}.${key}`, number]);

/**
 * Adds to a tally what a change of its session brought. Once: changes are copied in their order, each before
 * the next one is made, so that whoever comes late or again finds a version that isn't older, and its `_id` a duplicate.
 */
export async function copyTally(context: StoreContext, tally: PendingTally): Promise<void> {
  const { _id, model, hour, version, last, messages, answers, responseMs, times } = tally;
  const add = {
    ...Object.fromEntries([...paths('messages', messages), ...paths('answers', answers)]),
    ...Object.fromEntries(paths('times', times)),
    'responseMs.sum': responseMs.sum,
  };
  const update = {
    $set: { version, ...(last && { last }) },
    $inc: add,
    $max: { 'responseMs.max': responseMs.max },
    $setOnInsert: { model, hour },
  } as UpdateFilter<TallyDocument>;
  try {
    await atDatabase('copy tally', () =>
      context.tallies.updateOne({ _id, version: { $lt: version } }, update, { upsert: true }),
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
