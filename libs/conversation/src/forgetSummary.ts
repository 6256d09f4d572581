import type { Entry, SessionState } from './state.ts';

/** Where it is read at the latest; a new version is read in the place of the one it replaced, which may be anywhere. */
export const placeOf = ({ seq, replaces }: Entry): number => (replaces === undefined ? seq : 0);

/** The session after what stands at `seq` has changed: a summary that tells of it is true no more. */
export function forgetSummary(session: SessionState, seq: number): SessionState {
  const { summary, ...rest } = session;
  return summary && seq <= summary.upTo ? rest : session;
}
