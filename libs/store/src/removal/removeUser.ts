import { atDatabase } from '../database/atDatabase.ts';
import { forgetUser } from '../calls/forgetUser.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { removeSession } from './removeSession.ts';

const AT_ONCE = 100;

/**
 * Removes a user's sessions, and takes the user out of the ledger; but for what was made since by a user who came back:
 * sessions under the key that the user has now, calls that began after it was made. Can be repeated after any crash.
 */
export async function removeUser(context: StoreContext, userId: string): Promise<void> {
  const { sessions, userKeys } = context;
  const current = await atDatabase('read data key', () =>
    userKeys.findOne({ _id: userId }, { projection: { key: 1, createdAt: 1 } }),
  );
  const old = { userId, ...(current && { dataKey: { $ne: current.key } }) };
  for (;;) {
    const some = sessions.find(old, { projection: { _id: 1 } }).limit(AT_ONCE);
    const found = await atDatabase('read removed sessions', () => some.toArray());
    for (const { _id } of found) await removeSession(context, _id);
    if (found.length < AT_ONCE) break;
  }
  await forgetUser(context, userId, current?.createdAt);
}
