import type { NotifyBy } from '@parley/protocol';
import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';

/** One round of notification: how long after the call, and which way. */
export interface Round {
  readonly afterMs: number;
  readonly by: NotifyBy;
}

/**
 * When the round number `n` (from 1) of a call is due; `undefined`: there is no such round. A call while nobody is here
 * (`opensAt`) waits with its rounds until somebody is, but for a first one by email, which wakes nobody.
 */
export function roundAt(
  rounds: readonly Round[],
  n: number,
  requestedAt: number,
  opensAt: number | undefined,
): number | undefined {
  const round = rounds[n - 1];
  if (!round) return undefined;
  const waits = opensAt !== undefined && !(n === 1 && round.by === 'email');
  return (waits ? opensAt : requestedAt) + round.afterMs;
}

/**
 * Round number `n` of the call `callId` went out; the next one is due at `nextRoundAt`. Nobody is told. `undefined`:
 * somebody is on it, it is over, or that was known.
 */
export function roundSent(
  session: SessionState,
  callId: string,
  n: number,
  nextRoundAt: number | undefined,
): LifeChange | undefined {
  const { help } = session;
  if (help?.id !== callId || help.rounds !== n - 1 || help.nextRoundAt === undefined) return undefined;
  const { nextRoundAt: _due, ...call } = help;
  const next = { ...call, rounds: n, ...(nextRoundAt !== undefined && { nextRoundAt }) };
  return { session: { ...session, help: next }, entries: [], frames: [] };
}
