import type { Bus } from '@parley/bus';
import type { Logger } from '@parley/logging';
import type { Store } from '@parley/store';
import type { CallableModels } from './models.ts';
import type { Titles } from './titles/createTitles.ts';

/** What the handlers work with. */
export interface Deps {
  readonly bus: Bus;
  readonly store: Store;
  readonly models: CallableModels;
  readonly log: Logger;
  /** The continuity window of sessions, in milliseconds. */
  readonly continuityMs: number;
  /** Names sessions; left out where the first message's words must do. */
  readonly titles?: Titles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
