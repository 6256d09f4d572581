import type { Entry, SessionState, Superseded } from '@parley/conversation';
import type { Outcome } from '@parley/protocol';
import type { Pending } from '../documents/SessionDocument.ts';

/** A session as it was read, or as a change left it; what was pending then has been copied, but for what is `left`. */
export interface Loaded {
  readonly state: SessionState;
  /** Of the document: a change of it counts only while this is still its version. */
  readonly version: number;
  /** Id of the data key that seals the session. */
  readonly dataKey: string;
  /** What the change behind it left to be copied: see `leavesEntries`. */
  readonly left?: Pick<Pending, 'entries' | 'tallies'>;
}

/** What one change stores, all or nothing. */
export interface StoredChange {
  readonly session: SessionState;
  /** New or changed entries, whole. */
  readonly entries: readonly Entry[];
  /** Entries that become `superseded`, by rising `rev`, all of them higher than those of `entries`. */
  readonly superseded?: readonly Superseded[] | undefined;
  /** What is told when the command comes again. */
  readonly outcome?: {
    readonly commandId: string;
    readonly outcome: Outcome;
    /** Who sent what, by which another command of this id is told from a repeat; kept as a mark alone. */
    readonly sent?: string;
  };
  /**
   * The next change is soon to bring these entries anew, so neither they nor what is counted of them are copied now:
   * whoever reads the session first does so, or the next change. One with superseded entries or an outcome is copied all
   * the same.
   */
  readonly leavesEntries?: boolean;
}
