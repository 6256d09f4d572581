import type { DataKey } from './createDataKey.ts';
import { SealedDataError, type SealedDataReason } from './SealedDataError.ts';
import type { Place } from './Sealer.ts';

/** Stands for a data key that can't be had: whatever is sealed or opened with it fails, at its own place. */
export function createLostKey(id: string, reason: SealedDataReason, why: string): DataKey {
  const fail = (place: Place): never => {
    throw new SealedDataError(reason, place, why);
  };
  return {
    id,
    seal: fail,
    open: fail,
    derive: () => fail({ collection: 'userKeys', record: id, field: 'key' }),
  };
}
