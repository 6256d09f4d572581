import type { Logger } from '@parley/logging';
import type { SealedDataError } from '../crypto/SealedDataError.ts';

/** Records that are remembered as told. */
const MAX_TOLD = 10_000;

/** Logs `store.unreadable`, once for each record, however often it is met. */
export function tellUnreadable(log: Logger): (error: SealedDataError) => void {
  const told = new Set<string>();
  return (error) => {
    const { collection, record } = error.place;
    const key = `${collection}:${record}`;
    if (told.has(key)) return;
    if (told.size === MAX_TOLD) told.clear();
    told.add(key);
    log.error('store.unreadable', error, { collection, record, reason: error.reason });
  };
}
