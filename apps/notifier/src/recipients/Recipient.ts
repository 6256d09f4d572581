import type { NotifyChannel, QuietHours } from '@parley/store';

/** Somebody who is told, by one way. */
export interface Recipient {
  readonly channel: NotifyChannel;
  readonly address: string;
  /** What stands for the address in the database. */
  readonly key: string;
  readonly quiet: QuietHours | undefined;
  /** Critical errors come in quiet hours, too. */
  readonly criticalInQuiet: boolean;
}
