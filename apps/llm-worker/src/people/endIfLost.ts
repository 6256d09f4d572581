import type { SessionState } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import { endHold } from './endHold.ts';
import { isKnown } from './isKnown.ts';

/**
 * Has a hold ended at once whose admin is none any more; whether it does so. A loss is kept before holds are looked for,
 * and a hold is kept before the loss is: so one of both finds the other.
 */
export async function endIfLost(deps: Deps, session: SessionState): Promise<boolean> {
  const { handling, admin } = session;
  if (handling !== 'human' || !admin || (await isKnown(deps, admin.id))) return false;
  await endHold(deps, session, admin.id, true);
  return true;
}
