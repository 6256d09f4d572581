import { isHeldBy } from './hold.ts';
import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';

/** A socket of the holder is there: the hold counts `until` then. Nobody is told. `undefined`: it was known, or it isn't theirs. */
export function renewHold(session: SessionState, adminId: string, until: number): LifeChange | undefined {
  if (!isHeldBy(session, adminId) || (session.holdUntil ?? 0) >= until) return undefined;
  return { session: { ...session, holdUntil: until }, entries: [], frames: [] };
}
