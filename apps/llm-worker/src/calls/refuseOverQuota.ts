import { ParleyError } from '@parley/protocol';
import type { CallPurpose, Span } from '@parley/store';
import type { Deps } from '../deps.ts';
import type { CallOptions } from './CallEvent.ts';

const DAY_MS = 86_400_000;
/** What counts against a quota is refused by it; a title is nothing that its user asked for. */
const REFUSED: ReadonlySet<CallPurpose> = new Set(['answer', 'draft']);

/** The day (UTC) in which `at` lies. */
const dayOf = (at: number): Span => {
  const from = Math.floor(at / DAY_MS) * DAY_MS;
  return { from, to: from + DAY_MS };
};

const inWords = (ms: number): string => {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/**
 * Refuses a call once its user has used up the tokens of the day.
 * @throws ParleyError rate_limit/quota, which says when it ends
 * @throws StoreUnavailable
 */
export async function refuseOverQuota(
  { store, calling: { quota }, now }: Pick<Deps, 'store' | 'calling' | 'now'>,
  { session: { userId }, purpose }: Pick<CallOptions, 'session' | 'purpose'>,
): Promise<void> {
  if (quota === undefined || !REFUSED.has(purpose)) return;
  const at = now();
  const day = dayOf(at);
  if ((await store.calls.tokensOf(userId, day)) < quota) return;
  const retryAfterMs = day.to - at;
  throw new ParleyError(
    'rate_limit',
    'quota',
    `The ${quota} tokens that each user has a day are used up. They count anew from 00:00 UTC on, in ${inWords(retryAfterMs)}.`,
    { retryAfterMs },
  );
}
