import type { Usage } from '@parley/protocol';
import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';
import { newerSum } from './usage.ts';

/**
 * A call of a model that wrote no answer (a draft for an admin) was made; `sum`: the ledger's over the session, with it.
 * `undefined`: the session knows of all that.
 */
export function countUsage(session: SessionState, sum: Usage): LifeChange | undefined {
  const usage = newerSum(session.usage, sum);
  if (usage === session.usage) return undefined;
  const next = { ...session, usage, rev: session.rev + 1 };
  return { session: next, entries: [], frames: [sessionUpdated(next)] };
}
