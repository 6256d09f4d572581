import type { Audit } from '../audit/createAudit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { RemovalNeeds } from '../documents/RemovalDocument.ts';
import { removeUser } from './removeUser.ts';

/** Does what an erasure has to do, from wherever it was cut short; a user who came back since keeps what is new. */
export async function completeErasure(
  context: StoreContext,
  audit: Pick<Audit, 'append'>,
  userId: string,
  { key, erasure }: RemovalNeeds,
): Promise<void> {
  const { users, admins, preferences, replies, keys, faults } = context;
  await faults('key.destroy');
  if (key !== undefined) await keys.destroy(userId, key);
  await faults('key.destroyed');
  if (erasure) await audit.append({ ...erasure, what: 'user.erased', target: userId });
  const current = await keys.idOf(userId);
  const sealedBefore = current !== undefined && { dataKey: { $ne: current } };
  const old = { _id: userId, ...sealedBefore };
  await atDatabase('remove admin', () => admins.deleteOne(old));
  await atDatabase('remove preferences', () => preferences.deleteOne(old));
  await atDatabase('remove replies', () => replies.deleteMany({ owner: userId, ...sealedBefore }));
  // It has no key. What it says after a return of the user is of now, or of a session that is gone.
  if (current === undefined) await atDatabase('remove user', () => users.deleteOne({ _id: userId }));
  await removeUser(context, userId);
}
