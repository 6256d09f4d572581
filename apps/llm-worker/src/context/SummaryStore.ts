/** A summary of what was said in a session up to a place. */
export interface Summary {
  readonly id: string;
  readonly sessionId: string;
  /** `seq` of the last entry that it holds. */
  readonly upTo: number;
  readonly text: string;
}

/** Where summaries are kept. */
export interface SummaryStore {
  /** `false`: its session is no more. */
  put(summary: Summary): Promise<boolean>;
  /** `undefined`: it is no more. */
  get(id: string): Promise<Pick<Summary, 'text'> | undefined>;
  /** Drops the summaries of a session but for the one that counts. */
  dropOthers(sessionId: string, counts?: string): Promise<void>;
}
