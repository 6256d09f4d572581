import { remember, type Change } from './change.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';

/** Its user names a session; no other name replaces that one. `name`: one line of 1–60 UTF-16 units. */
export function renameSession(session: SessionState, commandId: string, name: string): Change {
  const known: SessionState = { ...remember(session, commandId), name, namedBy: 'user' };
  const outcome = { ok: true } as const;
  if (session.name === name) return { session: known, entries: [], frames: [], outcome };
  const next = { ...known, rev: session.rev + 1 };
  return { session: next, entries: [], frames: [sessionUpdated(next)], outcome };
}
