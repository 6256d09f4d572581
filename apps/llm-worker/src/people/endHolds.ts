import type { FleetRoles } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { each } from '../sessions/each.ts';
import { keepHold } from './keepHold.ts';

/** Somebody lost a role: what they held ends at once. What isn't heard of, or fails here, the sweep does a little later. */
export const endHolds =
  (deps: Deps) =>
  ({ userId }: FleetRoles): void => {
    const look = async (): Promise<void> =>
      each(await deps.store.sessions.heldBy(userId), (one) => keepHold(deps, one));
    look().catch((error: unknown) => deps.log.warn('role_lost.holds_later', { userId, cause: error }));
  };
