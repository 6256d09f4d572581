import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { RemovalDocument, RemovalNeeds } from '../documents/RemovalDocument.ts';

/**
 * Removes by `work`, and keeps on record that it is to be done, with what is needed for that: `removals.finish` looks
 * after it.
 */
export async function removing(
  { removals, now }: StoreContext,
  kind: RemovalDocument['kind'],
  target: string,
  work: () => Promise<void>,
  { key, erasure }: RemovalNeeds = {},
): Promise<void> {
  const _id = `${kind}:${target}`;
  const needs = { ...(key !== undefined && { key }), ...(erasure && { erasure }) };
  const begun = { $set: { kind, target, at: new Date(now()), done: false, ...needs } };
  await atDatabase('record removal', () => removals.updateOne({ _id }, begun, { upsert: true }));
  await work();
  await atDatabase('record removal', () => removals.updateOne({ _id }, { $set: { done: true } }));
}
