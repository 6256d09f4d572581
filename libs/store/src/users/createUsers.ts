import type { Audit } from '../audit/createAudit.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { ErasureRecord } from '../documents/RemovalDocument.ts';
import { activeSession } from './activeSession.ts';
import { eraseUser } from './eraseUser.ts';

/** The users, as far as the store knows them. */
export type Users = ReturnType<typeof createUsers>;

export function createUsers(context: StoreContext, audit: Pick<Audit, 'append'>) {
  return {
    ...activeSession(context),
    /** Erases all that is kept of a user, and puts it on record when it is given `erasure`: see `eraseUser`. */
    erase: (userId: string, erasure?: ErasureRecord): Promise<void> =>
      eraseUser(context, audit, userId, erasure),
  };
}
