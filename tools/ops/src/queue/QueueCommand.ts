import type { Bus } from '@parley/bus';

/** One command of `npm run queue`. */
export interface QueueCommand {
  /** As it is typed. */
  readonly usage: string;
  readonly what: string;
  /**
   * Does it, and gives what is to be shown.
   * @throws UsageError, ParleyError service/unavailable or service/timeout, Error when there is no such letter
   */
  readonly run: (bus: Bus, args: readonly string[]) => Promise<string>;
}
