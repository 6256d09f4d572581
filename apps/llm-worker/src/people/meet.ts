import { isAdmin, type Command, type RoleLoss } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { asOfNow } from './asOfNow.ts';
import { knownAs } from './knownAs.ts';
import { lose } from './lose.ts';

/**
 * Somebody came with a token: what they lose by it is kept (`lost`, where that is known, else what it says less than their
 * newest one that was seen), and who is an admin by it is known from here on.
 */
export async function meet(
  deps: Deps,
  asker: Pick<Command, 'user' | 'issuedAt' | 'from'>,
  at: number,
  lost?: RoleLoss,
): Promise<void> {
  const { admins } = deps.store;
  const loss = lost ?? (await admins.lossBy({ ...asker.user, issuedAt: asker.issuedAt }));
  if (loss) await lose(deps, asker, at, loss);
  const now = await asOfNow(deps, asker);
  if (isAdmin(now.user)) await admins.seen(knownAs(now));
}
