import type { Outcome, ParleyError, ServerFrame } from '@parley/protocol';
import type { Entry, SessionState, Superseded } from './state.ts';

/** What one event does to a session: stored together in one step, then told. */
export interface Change {
  readonly session: SessionState;
  /** New or changed entries, whole. */
  readonly entries: readonly Entry[];
  /** Older entries that no longer count, by rising `rev`, all of them higher than those of `entries`. */
  readonly superseded?: readonly Superseded[];
  /** For the sockets of the session, in this order. */
  readonly frames: readonly ServerFrame[];
  /** What the sender of a command is told and may ask for again. */
  readonly outcome: Outcome;
}

/** Commands that `recent` remembers. */
const RECENT = 32;

/** The state with `commandId` among those that were applied. */
export const remember = (session: SessionState, commandId: string): SessionState => ({
  ...session,
  recent: [...session.recent, commandId].slice(-RECENT),
});

/** The command is refused; all that changes is that it is known. */
export const refuse = (session: SessionState, commandId: string, error: ParleyError): Change => ({
  session: remember(session, commandId),
  entries: [],
  frames: [],
  outcome: { ok: false, error: error.toWire() },
});
