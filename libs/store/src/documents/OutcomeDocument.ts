import type { Outcome } from '@parley/protocol';

/** What became of a command. */
export interface OutcomeDocument {
  /** `<sessionId>:<commandId>` */
  readonly _id: string;
  readonly outcome: Outcome;
  /** Of who sent what: see `markOf`. Those that were kept before there was one have none. */
  readonly mark?: string;
  /** From here its time to live counts. */
  readonly at: Date;
}

/** `_id` of an outcome. */
export const outcomeKey = (sessionId: string, commandId: string): string => `${sessionId}:${commandId}`;
