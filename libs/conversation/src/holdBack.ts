import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';

/**
 * Lets no further answer begin before `until`, while somebody takes the session over: the one that is being written is
 * stopped first, and the next one would begin right behind it. No client is told.
 */
export const holdBack = (session: SessionState, until: number): LifeChange => ({
  session: { ...session, heldBackUntil: until },
  entries: [],
  frames: [],
});
