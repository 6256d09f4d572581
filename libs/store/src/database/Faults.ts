/** Moments between two steps, in the order in which a change, then a removal, passes them. */
export type FaultPoint =
  | 'session.create'
  | 'session.created'
  | 'session.loaded'
  | 'session.commit'
  | 'session.committed'
  | 'entry.copy'
  | 'entry.copied'
  | 'entries.mark'
  | 'entries.marked'
  | 'outcome.copy'
  | 'outcome.copied'
  | 'tally.copy'
  | 'tally.copied'
  | 'pending.takeOut'
  | 'pending.takenOut'
  | 'user.choose'
  | 'user.chosen'
  | 'key.destroy'
  | 'key.destroyed'
  | 'session.removed'
  | 'entries.removed';

/** Called between the steps of a change: a test throws there, as if the process had died. */
export type Faults = (point: FaultPoint) => void | Promise<void>;
