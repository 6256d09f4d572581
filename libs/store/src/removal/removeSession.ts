import type { StoreContext } from '../database/StoreContext.ts';
import { deleteSession } from './deleteSession.ts';
import { removing } from './removing.ts';

/** Removes a session with all that belongs to it, whether it is there or not. Can be repeated after any crash. */
export const removeSession = (context: StoreContext, id: string): Promise<void> =>
  removing(context, 'session', id, () => deleteSession(context, id));
