import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';

/** A summary that was written, and the one that it goes on from. */
export interface Summarised {
  readonly id: string;
  readonly upTo: number;
  /** Id of the one before; none when it is the first. */
  readonly from?: string | undefined;
}

/**
 * What was said up to a place is summed up. No client is told: it changes only what models read. `undefined`: the summary
 * that it goes on from doesn't count any more, or another one came first.
 */
export function summariseSession(
  session: SessionState,
  { id, upTo, from }: Summarised,
): LifeChange | undefined {
  if (session.summary?.id !== from) return undefined;
  return { session: { ...session, summary: { upTo, id } }, entries: [], frames: [] };
}
