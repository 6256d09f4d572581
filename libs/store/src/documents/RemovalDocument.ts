import type { AuditEntry } from './AuditDocument.ts';

/** Who has a user erased, when (milliseconds since 1970) and from which address; `command` makes it one erasure. */
export type ErasureRecord = Required<Pick<AuditEntry, 'who' | 'when' | 'command'>> &
  Pick<AuditEntry, 'where'>;

/** What only the erasure of a user needs. */
export interface RemovalNeeds {
  /** The data key that is to be destroyed. */
  readonly key?: string | undefined;
  /** What the audit log is to say once it is destroyed. */
  readonly erasure?: ErasureRecord | undefined;
}

/** What is to be removed: kept until it is certain that nothing of it was written behind the removal's back. */
export interface RemovalDocument extends RemovalNeeds {
  /** `<kind>:<target>` */
  readonly _id: string;
  readonly kind: 'session' | 'user';
  /** Id of the session, or of the user. */
  readonly target: string;
  readonly at: Date;
  /** The first pass came to its end: a session of this id is another one, made since. */
  readonly done: boolean;
}
