/** Midnight of a day such as `2026-03-01`, of the reader's clock, so many days on, as an ISO time; undefined: it isn't a day. */
export function midnight(day: string, daysOn = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + daysOn).toISOString();
}
