import type { SessionState } from './state.ts';

/** The session after what stands at `seq` has changed: a summary that tells of it is true no more. */
export function forgetSummary(session: SessionState, seq: number): SessionState {
  const { summary, ...rest } = session;
  return summary && seq <= summary.upTo ? rest : session;
}
