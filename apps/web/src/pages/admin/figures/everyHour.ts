import type { Hour } from '../api/adminApi.ts';

const HOUR_MS = 3_600_000;

/** One value for each hour from the first one up to `to`, 0 where nothing happened; with the hours, in seconds. */
export function everyHour(
  hours: readonly Hour[],
  { from, to }: { readonly from: string; readonly to: string },
  value: (hour: Hour) => number,
): { readonly at: readonly number[]; readonly values: readonly number[] } {
  const known = new Map(hours.map((hour) => [Date.parse(hour.hour), value(hour)]));
  const at: number[] = [];
  for (let hour = Math.floor(Date.parse(from) / HOUR_MS) * HOUR_MS; hour < Date.parse(to); hour += HOUR_MS)
    at.push(hour);
  return { at: at.map((hour) => hour / 1000), values: at.map((hour) => known.get(hour) ?? 0) };
}
