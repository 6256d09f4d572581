/** What clients do that is to have an effect. */
export type OperationKind = 'say' | 'stop' | 'edit' | 'regenerate';

/**
 * How an operation went, as its client knows: `ok` it was acked, `failed` it was refused for good and may have had no
 * effect, `unknown` anything may have become of it.
 */
export type Outcome = 'ok' | 'failed' | 'unknown';

/** One operation of one client. Times are milliseconds of one clock for all clients. */
export interface Operation {
  /** Of its frame; of a message that is said, the message's too. */
  readonly id: string;
  readonly kind: OperationKind;
  readonly client: number;
  readonly sessionId: string;
  /** What is said, or put in the place of what was. */
  readonly text?: string;
  /** The message that is stopped, edited or answered again. */
  readonly target?: string;
  readonly invokedAt: number;
  readonly endedAt?: number;
  readonly outcome: Outcome;
  /** The error that it failed with: `category/code`. */
  readonly why?: string;
}
