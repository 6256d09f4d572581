import type { Deps } from '../deps.ts';
import { each } from '../sessions/each.ts';
import { announceCall } from './announceCall.ts';
import { createPlaces } from './createPlaces.ts';
import { keepHold } from './keepHold.ts';

/** How long before it runs out a hold is looked at, in milliseconds: several sweeps may fail until then. */
const SOON_MS = 20_000;

/**
 * One look after all that people are to be there for: holds are renewed or end, rounds of the escalation go out, and who
 * waits hears of a new place. Any number of workers may be at it.
 */
export function createPeopleSweep(deps: Deps): () => Promise<void> {
  const { sessions } = deps.store;
  const tellPlaces = createPlaces(deps);
  return async () => {
    await each(await sessions.holdsUntil(deps.now() + SOON_MS), (one) => keepHold(deps, one));
    await each(await sessions.roundsDue(deps.now()), ({ id }) => announceCall(deps, id));
    await tellPlaces();
  };
}
