import type { Span } from './Calls.ts';

const DAY_MS = 86_400_000;

/** The day (UTC) in which a moment lies: what the ledger calls a day, and what quotas are for. */
export function dayAt(at: number): Span {
  const from = Math.floor(at / DAY_MS) * DAY_MS;
  return { from, to: from + DAY_MS };
}
