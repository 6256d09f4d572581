import { remember, type Change } from './change.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';

/** The user chooses a model, from the next answer on. Choosing the one that is chosen changes nothing. */
export function selectModel(session: SessionState, commandId: string, model: string): Change {
  const outcome = { ok: true } as const;
  const known = remember(session, commandId);
  if (session.model === model) return { session: known, entries: [], frames: [], outcome };
  const next = { ...known, model, rev: session.rev + 1 };
  return { session: next, entries: [], frames: [sessionUpdated(next)], outcome };
}
