const [FIRST, LAST] = ['1970-01-01', '9998-12-31'];

function isDay(day: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < FIRST || day > LAST) return false;
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** Why this can't be a day that is asked for, in words; `undefined`: it can, or is empty. */
export const dayProblem = (day: string): string | undefined =>
  day === '' || isDay(day) ? undefined : `“${day.slice(0, 20)}” isn’t a day from 1970 on.`;
