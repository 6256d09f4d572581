import type { Usage } from '@parley/protocol';
import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';
import { addUsage } from './usage.ts';

/**
 * A model found a better name than the first message's words; `usage` is what that took, counted in any case. A name
 * that somebody gave meanwhile stays. `title`: one line of at most 60 UTF-16 units; an empty one is none.
 */
export function titleSession(session: SessionState, title: string, usage?: Usage): LifeChange | undefined {
  const renames = session.namedBy === 'message' && title !== '';
  if (!renames && !usage) return undefined;
  const next: SessionState = {
    ...session,
    ...(usage && { usage: addUsage(session.usage, usage) }),
    ...(renames && { name: title, namedBy: 'model' as const }),
    rev: session.rev + 1,
  };
  return { session: next, entries: [], frames: [sessionUpdated(next)] };
}
