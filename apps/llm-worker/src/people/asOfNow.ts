import { isAdmin, rolesAfter, type Command } from '@parley/protocol';
import type { Deps } from '../deps.ts';

type Asker = Pick<Command, 'user' | 'issuedAt'>;

/** What was asked, by somebody of the roles that their token gives now: what was taken away since it was issued is gone. */
export async function asOfNow<A extends Asker>({ store }: Pick<Deps, 'store'>, asked: A): Promise<A> {
  const { user, issuedAt = 0 } = asked;
  if (!isAdmin(user)) return asked;
  const loss = await store.admins.lossOf(user.id);
  return loss ? { ...asked, user: { ...user, roles: rolesAfter(user, issuedAt, loss) } } : asked;
}
