/** A moment (milliseconds since 1970) as it is read: `2026-01-05 14:02:09 UTC`. */
export const moment = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');

/** The same, short: without the day when that is today's, as of `now`. */
export function shortMoment(at: number, now: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const short = `${time.slice(0, 5)} UTC`;
  return new Date(now).toISOString().startsWith(day) ? short : `${day} ${short}`;
}
