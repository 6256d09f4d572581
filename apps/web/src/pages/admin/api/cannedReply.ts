/** A reply that is kept ready; `{name}` and `{session}` in it are filled in. */
export interface CannedReply {
  readonly id: string;
  /** The reader's own, or the whole team's. */
  readonly owner: 'own' | 'team';
  /** One word, without the slash. */
  readonly shortcut: string;
  readonly text: string;
}
