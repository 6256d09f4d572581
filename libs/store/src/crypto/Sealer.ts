/** Where a sealed value stands. What was sealed for one place can't be opened at another. */
export interface Place {
  readonly collection:
    | 'sessions'
    | 'entries'
    | 'notes'
    | 'summaries'
    | 'admins'
    | 'userKeys'
    | 'preferences'
    | 'outbox'
    | 'replies';
  /** `_id` of the record. */
  readonly record: string;
  /** Path of the field within the record. */
  readonly field: string;
}

/** Encrypts single fields. Both ways are synchronous, so whatever keys are needed are at hand before. */
export interface Sealer {
  /**
   * Encrypts `plaintext` for `place`.
   * @throws SealedDataError when the key is gone
   */
  seal(place: Place, plaintext: string): Uint8Array;
  /**
   * Decrypts what was sealed for `place`.
   * @throws SealedDataError when it was changed, was sealed for another place, or its key is unknown or gone
   */
  open(place: Place, sealed: Uint8Array): string;
}
