import type { Counts, EndStatus } from './Counts.ts';

/** How the newest answer ended, and when. */
export interface LastEnd {
  readonly at: Date;
  readonly status: EndStatus;
}

/** What happened in a session within an hour, as far as it was said to or by one model: an answer counts in the hour in
 * which it began. */
export interface TallyDocument extends Counts {
  /** `<sessionId>:<hour>:<model>`, the hour as ISO 8601. */
  readonly _id: string;
  readonly model: string;
  /** When the hour began. */
  readonly hour: Date;
  readonly last?: LastEnd;
  /** The last change of the session's document that was counted: a change that is copied again counts once. */
  readonly version: number;
}

/** What one change, of this `version`, adds to a tally. */
export type PendingTally = Counts & Pick<TallyDocument, '_id' | 'model' | 'hour' | 'last' | 'version'>;

const HOUR_MS = 3_600_000;

/** When the hour of a moment began: milliseconds since 1970. */
export const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

/** `_id` of a tally. */
export const tallyKey = (sessionId: string, hour: Date, model: string): string =>
  `${sessionId}:${hour.toISOString()}:${model}`;
