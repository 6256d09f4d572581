import type { Audit } from '../audit/createAudit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { ErasureRecord } from '../documents/RemovalDocument.ts';
import { completeErasure } from '../removal/completeErasure.ts';
import { removing } from '../removal/removing.ts';

/**
 * Erases a user. First the data key is destroyed, which makes every text of the user's unreadable, in copies of the
 * other collections too; then the audit log says so, and all that is theirs goes: sessions, what is known of an admin,
 * and the user's id in the ledger. Can be repeated after any crash, and is on record once however often it is; what a
 * crash leaves is completed by `removals.finish`. The same user id may come back: with a new key, and nothing else.
 */
export async function eraseUser(
  context: StoreContext,
  audit: Pick<Audit, 'append'>,
  userId: string,
  erasure?: ErasureRecord,
): Promise<void> {
  const { removals, keys } = context;
  const find = () => removals.findOne({ _id: `user:${userId}`, done: false });
  const before = await atDatabase('look for removal', find);
  const key = await keys.idOf(userId);
  const begun = { key, erasure: before?.erasure ?? erasure };
  await removing(context, 'user', userId, () => completeErasure(context, audit, userId, begun), begun);
}
