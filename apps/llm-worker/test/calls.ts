import { createCalling, type Calling } from '../src/calls/Calling.ts';
import type { Deps } from '../src/deps.ts';
import { contextOf } from './context.ts';

/** How a worker of a test calls models: as one does that nothing was configured for. */
export const callsOf = (limits: Partial<Calling> = {}): Pick<Deps, 'calling' | 'tokens' | 'files'> => ({
  ...contextOf(),
  calling: {
    ...createCalling({
      attempts: 4,
      budgetMs: 180_000,
      concurrency: 100,
      waiters: 50,
      firstTokenMs: 60_000,
      silenceMs: 60_000,
    }),
    ...limits,
  },
});
