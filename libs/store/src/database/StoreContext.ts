import type { Logger } from '@parley/logging';
import type { Sealer } from '../crypto/Sealer.ts';
import type { Collections } from './collections.ts';
import type { Faults } from './Faults.ts';

/** What every part of the store works with. */
export interface StoreContext extends Collections {
  readonly keys: Sealer;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly faults: Faults;
}
