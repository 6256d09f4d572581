import { dayProblem } from './dayProblem.ts';

/** Midnight of a day such as `2026-03-01`, of the reader's clock, so many days on, as an ISO time; undefined: it isn't a day. */
export function midnight(day: string, daysOn = 0): string | undefined {
  if (day === '' || dayProblem(day) !== undefined) return undefined;
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysOn).toISOString();
}
