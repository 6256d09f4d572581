import type { Message } from '@parley/protocol';

export type Sender = Message['sender'];
/** How an answer can have ended. */
export type EndStatus = Exclude<Message['status'], 'streaming' | 'superseded'>;

/** What is counted of entries. What is superseded later was said, and stays counted. */
export interface Counts {
  /** Entries that began, by sender; answers among them. */
  readonly messages: Readonly<Partial<Record<Sender, number>>>;
  /** Answers that ended, by how they did. */
  readonly answers: Readonly<Partial<Record<EndStatus, number>>>;
  /** Of the answers that ended: accepted → end, in milliseconds. */
  readonly responseMs: { readonly sum: number; readonly max: number };
  /** How many of these times are in which bucket, as `b<number>`: see `bucketOf`. */
  readonly times: Readonly<Record<string, number>>;
}

/** Nothing was counted yet. */
export const NO_COUNTS: Counts = {
  messages: {},
  answers: {},
  responseMs: { sum: 0, max: 0 },
  times: {},
};
