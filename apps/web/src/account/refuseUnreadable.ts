import type { Store } from '@parley/store';
import { sessionsOf } from './sessionsOf.ts';

/**
 * Looks whether all sessions of a user can be opened, before anything of them is given out.
 * @throws SealedDataError when one can't
 */
export async function refuseUnreadable(store: Pick<Store, 'sessions'>, userId: string): Promise<void> {
  const sessions = sessionsOf(store, userId, true);
  while (!(await sessions.next()).done);
}
