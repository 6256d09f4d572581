import { ParleyError } from '@parley/protocol';
import type { Place } from './Sealer.ts';

/**
 * Why a sealed value can't be opened. `refused`: it was changed, or stands where it wasn't written to. `unknown_key`:
 * its key isn't in the ring, or was destroyed.
 */
export type SealedDataReason = 'malformed' | 'unknown_key' | 'refused';

/** A sealed value that can't be opened, alone of its record; trying again doesn't help. The cause says why and where. */
export class SealedDataError extends ParleyError<'service'> {
  override readonly name = 'SealedDataError';
  readonly reason: SealedDataReason;
  readonly place: Place;

  constructor(reason: SealedDataReason, place: Place, why: string, cause?: unknown) {
    const where = `${place.collection} ${place.record}, ${place.field}`;
    super('service', 'internal', 'This can’t be opened: its key is missing, or it was changed.', {
      cause: new Error(`${where}: ${why}`, cause === undefined ? {} : { cause }),
    });
    this.reason = reason;
    this.place = place;
  }
}
