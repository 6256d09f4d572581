import type { Place } from './Sealer.ts';

/** Why a sealed value can't be opened. `refused`: it was changed, or stands where it wasn't written to. */
export type SealedDataReason = 'malformed' | 'unknown_key' | 'refused';

/** A sealed value that can't be opened. Trying again doesn't help. */
export class SealedDataError extends Error {
  override readonly name = 'SealedDataError';
  readonly reason: SealedDataReason;
  readonly place: Place;

  constructor(reason: SealedDataReason, place: Place, why: string, cause?: unknown) {
    super(
      `${place.collection} ${place.record}, ${place.field}: ${why}`,
      cause === undefined ? {} : { cause },
    );
    this.reason = reason;
    this.place = place;
  }
}
