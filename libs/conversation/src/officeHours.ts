/** When people are here. */
export interface OfficeHours {
  /** Days of the week, 1 (Monday) to 7. */
  readonly days: readonly number[];
  /** Minutes since midnight by the clock on the wall; `to` is later, and excluded. */
  readonly from: number;
  readonly to: number;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What the clock on the wall shows at `at`, as if it were UTC, in milliseconds. */
function wallClock(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The moment at which the clock on the wall shows `wall`; one that it leaps over is the moment of the leap, or near it. */
function momentOf(wall: number, timeZone: string): number {
  const guess = wall - (wallClock(wall, timeZone) - wall);
  return guess - (wallClock(guess, timeZone) - wall);
}

const dayOf = (wall: number): number => new Date(wall).getUTCDay() || 7;

/** When somebody will be here, in milliseconds since 1970; `undefined`: somebody is, at `at`. */
export function opensAt({ days, from, to, timeZone }: OfficeHours, at: number): number | undefined {
  const wall = wallClock(at, timeZone);
  const midnight = wall - (wall % DAY_MS);
  const minute = (wall - midnight) / MINUTE_MS;
  if (days.includes(dayOf(wall)) && minute >= from && minute < to) return undefined;
  for (let later = 0; later <= 7; later++) {
    const opening = midnight + later * DAY_MS + from * MINUTE_MS;
    if (!days.includes(dayOf(opening))) continue;
    const moment = momentOf(opening, timeZone);
    if (moment > at) return moment;
  }
  return undefined;
}
