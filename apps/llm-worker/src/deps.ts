import type { Bus } from '@parley/bus';
import type { Markers, OfficeHours, Round } from '@parley/conversation';
import type { Logger } from '@parley/logging';
import type { Store } from '@parley/store';
import type { Calling } from './calls/Calling.ts';
import type { ContextDeps } from './context/ContextDeps.ts';
import type { Summaries } from './context/createSummaries.ts';
import type { CallableModels } from './models.ts';
import type { Titles } from './titles/createTitles.ts';

/** What the handlers work with. */
export interface Deps extends ContextDeps {
  readonly bus: Bus;
  readonly store: Store;
  readonly models: CallableModels;
  readonly log: Logger;
  /** How models are called, and how often. */
  readonly calling: Calling;
  /** The continuity window of sessions, in milliseconds. */
  readonly continuityMs: number;
  /** Rounds of notification of a call for a human. */
  readonly escalation: readonly Round[];
  /** When people are here; left out where somebody always is. */
  readonly hours?: OfficeHours;
  /** What makes the assistant call a human by itself. */
  readonly markers: Markers;
  /** Sums up what falls out of the models' windows. */
  readonly summing?: Summaries;
  /** Names sessions; left out where the first message's words must do. */
  readonly titles?: Titles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
