import { isAdmin } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** Whether somebody is an admin still, as far as was seen: whose role was taken away, or who was removed, isn't known. */
export async function isKnown({ store }: Pick<Deps, 'store'>, userId: string): Promise<boolean> {
  const found = await store.admins.get(userId);
  return found !== undefined && isAdmin(found);
}
