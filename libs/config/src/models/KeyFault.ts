/** What is wrong with a key; never the key itself. */
export interface KeyFault {
  /** As admins are told why its model is unavailable. */
  readonly reason: string;
  /** What the operator has to mend, after the field's name. */
  readonly rule: string;
}
