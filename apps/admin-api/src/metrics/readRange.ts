import { ParleyError } from '@parley/protocol';
import { hourOf } from '@parley/store';

/** A time of whole hours: milliseconds since 1970, `to` excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The hours that lie in a time, the one with its end too; the last 24 hours unless told.
 * @throws ParleyError validation/invalid_field when it is longer than `maxDays`, or ends before it begins
 */
export function readRange(
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  now: number,
  maxDays: number,
): Range {
  const end = hourOf((to ?? now) + HOUR_MS - 1);
  const range = { from: hourOf(from ?? end - DAY_MS), to: end };
  const refuse = (rule: string) => new ParleyError('validation', 'invalid_field', `from: ${rule}.`);
  if (range.from >= range.to) throw refuse('must be before to');
  if (range.to - range.from > maxDays * DAY_MS) throw refuse(`must be at most ${maxDays} days before to`);
  return range;
}
