const HOUR_MS = 3_600_000;

/** Spans of time that figures are shown for. */
export const RANGES = {
  day: { label: 'Last 24 hours', hours: 24 },
  week: { label: 'Last 7 days', hours: 7 * 24 },
  month: { label: 'Last 30 days', hours: 30 * 24 },
} as const;
export type RangeName = keyof typeof RANGES;

/** A span up to `now`, as ISO times. */
export function rangeOf(name: RangeName, now: number): { readonly from: string; readonly to: string } {
  const from = new Date(now - RANGES[name].hours * HOUR_MS);
  return { from: from.toISOString(), to: new Date(now).toISOString() };
}
