/** What a handler says of its message; only the bus turns that into an answer to the queue. */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'drop'; readonly reason: string };

/** A turn may be given up without a word: its holder lost it, and any word would take it away from the successor. */
export type TurnVerdict = Verdict | { readonly kind: 'silent' };

export const verdict = {
  /** Everything is done; the message leaves the queue. */
  done: { kind: 'done' },
  /** The message comes back after `afterMs` milliseconds; until then it keeps its place in the order. */
  retry: (afterMs: number): Verdict => ({ kind: 'retry', afterMs }),
  /** The message itself is at fault: it is kept as a dead letter. The reason never quotes the message. */
  drop: (reason: string): Verdict => ({ kind: 'drop', reason }),
  /** Nothing at all is sent to the queue. */
  silent: { kind: 'silent' },
} as const;
