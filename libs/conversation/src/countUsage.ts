import type { Usage } from '@parley/protocol';
import type { LifeChange } from './sessionLife.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';
import { addUsage } from './usage.ts';

/** A call of a model that wrote no answer (a draft for an admin) took this much. */
export function countUsage(session: SessionState, usage: Usage): LifeChange {
  const next = { ...session, usage: addUsage(session.usage, usage), rev: session.rev + 1 };
  return { session: next, entries: [], frames: [sessionUpdated(next)] };
}
