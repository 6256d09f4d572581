import type { Usage } from '@parley/protocol';
import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';
import { newerSum } from './usage.ts';

/**
 * A model found a better name than the first message's words; `sum` is the ledger's over the session, with the call that
 * found it, and counts in any case. A name that somebody gave meanwhile stays. `title`: one line of at most 60 UTF-16
 * units; an empty one is none.
 */
export function titleSession(session: SessionState, title: string, sum?: Usage): LifeChange | undefined {
  const renames = session.namedBy === 'message' && title !== '';
  const usage = newerSum(session.usage, sum);
  if (!renames && usage === session.usage) return undefined;
  const next: SessionState = {
    ...session,
    usage,
    ...(renames && { name: title, namedBy: 'model' as const }),
    rev: session.rev + 1,
  };
  return { session: next, entries: [], frames: [sessionUpdated(next)] };
}
