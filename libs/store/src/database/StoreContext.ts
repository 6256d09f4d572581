import type { Logger } from '@parley/logging';
import type { SealedDataError } from '../crypto/SealedDataError.ts';
import type { Collections } from './collections.ts';
import type { DataKeys } from '../keys/createDataKeys.ts';
import type { Faults } from './Faults.ts';

/** What every part of the store works with. */
export interface StoreContext extends Collections {
  readonly keys: DataKeys;
  readonly log: Logger;
  /** Tells of a record that can't be opened, once for each. */
  readonly unreadable: (error: SealedDataError) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly faults: Faults;
}
