import type { Bus } from '@parley/bus';
import type { Logger } from '@parley/logging';
import type { BucketRate, Store } from '@parley/store';
import type { Channels } from './channels/createChannels.ts';
import type { Metrics } from './metrics.ts';
import type { Recipients } from './recipients/createRecipients.ts';

/** What everything here works with. */
export interface Deps {
  readonly bus: Bus;
  readonly store: Store;
  readonly channels: Channels;
  readonly recipients: Recipients;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** How many of a kind each recipient gets. */
  readonly rate: BucketRate;
  /** The longest that sending one takes, in milliseconds. */
  readonly sendMs: number;
  /** How long one is tried again, in milliseconds. */
  readonly giveUpMs: number;
  /** Where the console is. */
  readonly consoleUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
