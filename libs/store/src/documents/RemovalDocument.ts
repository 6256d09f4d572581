/** What is to be removed: kept until it is certain that nothing of it was written behind the removal's back. */
export interface RemovalDocument {
  /** `<kind>:<target>` */
  readonly _id: string;
  readonly kind: 'session' | 'user';
  /** Id of the session, or of the user. */
  readonly target: string;
  readonly at: Date;
  /** The first pass came to its end: a session of this id is another one, made since. */
  readonly done: boolean;
}
