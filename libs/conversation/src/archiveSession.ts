import { remember, type Change } from './change.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated } from './toWire.ts';

/** Its user puts a session away, or takes it out again. It goes on as it is: only lists leave it out. */
export function archiveSession(session: SessionState, commandId: string, archived: boolean): Change {
  const known = remember(session, commandId);
  const outcome = { ok: true } as const;
  if (session.archived === archived) return { session: known, entries: [], frames: [], outcome };
  const next = { ...known, archived, rev: session.rev + 1 };
  return { session: next, entries: [], frames: [sessionUpdated(next)], outcome };
}
