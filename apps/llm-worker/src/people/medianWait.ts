import type { Store } from '@parley/store';

/** Calls that count as "lately". */
const LAST = 20;

/** How long people waited for a human lately, the median in milliseconds; `undefined`: nobody did yet. */
export async function medianWait({
  sessions,
}: {
  readonly sessions: Pick<Store['sessions'], 'recentWaits'>;
}): Promise<number | undefined> {
  const waits = (await sessions.recentWaits(LAST)).toSorted((a, b) => a - b);
  const middle = waits.length / 2;
  const [low, high] = [waits[Math.ceil(middle) - 1], waits[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : Math.round((low + high) / 2);
}
