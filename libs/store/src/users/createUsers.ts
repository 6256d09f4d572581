import type { StoreContext } from '../database/StoreContext.ts';
import { activeSession } from './activeSession.ts';
import { eraseUser } from './eraseUser.ts';

/** The users, as far as the store knows them. */
export type Users = ReturnType<typeof createUsers>;

export function createUsers(context: StoreContext) {
  return {
    ...activeSession(context),
    /** Erases all that is kept of a user: see `eraseUser`. */
    erase: (userId: string): Promise<void> => eraseUser(context, userId),
  };
}
