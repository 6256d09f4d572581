/** What is kept of a user besides sessions and key. */
export interface UserDocument {
  /** The user's id. */
  readonly _id: string;
  /** The session that is the active one. */
  readonly active?: string;
  /** When it was chosen. */
  readonly chosenAt: Date;
  /** Counts the choices: one that was made conditionally counts only if nobody chose in between. */
  readonly version: number;
}
