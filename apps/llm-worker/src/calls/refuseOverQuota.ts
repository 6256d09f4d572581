import { ParleyError } from '@parley/protocol';
import { dayAt } from '@parley/store';
import type { Deps } from '../deps.ts';
import type { CallOptions } from './CallEvent.ts';

const inWords = (ms: number): string => {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/**
 * Refuses an answer once its user has used up the tokens of the day. Nothing else: a title or a draft for an admin is
 * nothing that its user asked for.
 * @throws ParleyError rate_limit/quota, which says when it ends
 * @throws StoreUnavailable
 */
export async function refuseOverQuota(
  { store, calling: { quota }, now }: Pick<Deps, 'store' | 'calling' | 'now'>,
  { session: { userId }, purpose }: Pick<CallOptions, 'session' | 'purpose'>,
): Promise<void> {
  if (quota === undefined || purpose !== 'answer') return;
  const at = now();
  const day = dayAt(at);
  if ((await store.calls.tokensOf(userId, day)) < quota) return;
  const retryAfterMs = day.to - at;
  throw new ParleyError(
    'rate_limit',
    'quota',
    `The ${quota} tokens that each user has a day are used up. They count anew from 00:00 UTC on, in ${inWords(retryAfterMs)}.`,
    { retryAfterMs },
  );
}
