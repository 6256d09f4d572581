import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { bucketOf, notifiedId, type HeldBack, type NotifiedKey } from './NotifiedDocument.ts';

const AT_ONCE = 500;

/**
 * Counts into this message all that was held back in its bucket and isn't counted elsewhere. Done again after a crash, it
 * counts the same ones, and those that were held back since; whoever else gathers gets others.
 */
export async function gatherHeld(
  { notified }: StoreContext,
  key: NotifiedKey,
): Promise<HeldBack | undefined> {
  const bucket = bucketOf(key);
  const sumIn = notifiedId(key);
  for (;;) {
    const held = notified.find({ state: 'held', bucket }, { projection: { _id: 1 } }).limit(AT_ONCE);
    const some = await atDatabase('read held back', () => held.toArray());
    const filter = { _id: { $in: some.map(({ _id }) => _id) }, state: 'held' as const };
    const change = { $set: { state: 'summed' as const, sumIn }, $inc: { version: 1 } };
    if (some.length > 0) await atDatabase('sum up held back', () => notified.updateMany(filter, change));
    if (some.length < AT_ONCE) break;
  }
  const count = await atDatabase('count held back', () => notified.countDocuments({ sumIn }));
  if (count === 0) return undefined;
  const oldest = notified
    .find({ sumIn }, { projection: { at: 1 } })
    .sort({ at: 1 })
    .limit(1);
  const [first] = await atDatabase('read held back', () => oldest.toArray());
  return first && { count, since: first.at.getTime() };
}

/** Makes what a message counted held back again: it never went out. Can be repeated. */
export async function releaseHeld({ notified }: StoreContext, key: NotifiedKey): Promise<void> {
  const sumIn = notifiedId(key);
  for (;;) {
    const summed = notified.find({ sumIn }, { projection: { _id: 1 } }).limit(AT_ONCE);
    const some = await atDatabase('read held back', () => summed.toArray());
    const filter = { _id: { $in: some.map(({ _id }) => _id) }, sumIn };
    const change = {
      $set: { state: 'held' as const },
      $unset: { sumIn: '' as const },
      $inc: { version: 1 },
    };
    if (some.length > 0) await atDatabase('hold back again', () => notified.updateMany(filter, change));
    if (some.length < AT_ONCE) return;
  }
}
