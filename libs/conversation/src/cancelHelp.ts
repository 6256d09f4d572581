import { remember, type Change } from './change.ts';
import { freeSession } from './freeSession.ts';
import type { SessionState } from './state.ts';
import { helpUpdated, sessionUpdated } from './toWire.ts';

/** The user takes the call for a human back. Without one nothing changes. */
export function cancelHelp(session: SessionState, commandId: string, at: number): Change {
  const known = remember(session, commandId);
  const outcome = { ok: true } as const;
  if (session.handling !== 'requested') return { session: known, entries: [], frames: [], outcome };
  const next = { ...freeSession(known, at, commandId), rev: session.rev + 1 };
  const frames = [helpUpdated(next, 'none', { rev: next.rev }), sessionUpdated(next, true)];
  return { session: next, entries: [], frames, outcome };
}
