/** Longest wait that is believed, in milliseconds: who says more means "not today". */
export const MAX_RETRY_AFTER = 60 * 60_000;

const bounded = (ms: number): number | undefined =>
  Number.isNaN(ms) ? undefined : Math.min(Math.max(Math.ceil(ms), 0), MAX_RETRY_AFTER);

/** When to ask again, in milliseconds: by `retry-after-ms`, else by `retry-after` in seconds or as a date. */
export function retryAfter(headers: Pick<Headers, 'get'> | undefined, now = Date.now()): number | undefined {
  const exact = headers?.get('retry-after-ms')?.trim();
  const inMs = exact ? bounded(Number(exact)) : undefined;
  if (inMs !== undefined) return inMs;
  const given = headers?.get('retry-after')?.trim();
  if (!given) return undefined;
  return bounded(Number(given) * 1000) ?? bounded(Date.parse(given) - now);
}
