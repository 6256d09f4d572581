/** A page of a list; without `nextCursor` it is the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null;
}
