import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { removeUser } from '../removal/removeUser.ts';
import { removing } from '../removal/removing.ts';

/**
 * Erases a user. First the data key is destroyed, which makes every text of the user's unreadable, in copies of the
 * other collections too; then sessions go with all that is theirs, what is known of an admin, and the user's id in the
 * ledger. Can be repeated after any crash; what a crash leaves is removed by `removals.finish`. The same user id may come back: with a new key, and nothing else.
 */
export const eraseUser = (context: StoreContext, userId: string): Promise<void> =>
  removing(context, 'user', userId, async () => {
    const { users, admins, preferences, replies, keys, faults } = context;
    await keys.destroy(userId);
    await faults('key.destroyed');
    await atDatabase('remove user', () => users.deleteOne({ _id: userId }));
    await atDatabase('remove admin', () => admins.deleteOne({ _id: userId }));
    await atDatabase('remove preferences', () => preferences.deleteOne({ _id: userId }));
    await atDatabase('remove replies', () => replies.deleteMany({ owner: userId }));
    await removeUser(context, userId);
  });
