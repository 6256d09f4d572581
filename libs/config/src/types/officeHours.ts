import type { z } from 'zod';
import { textType } from './textType.ts';

/** When people are here. */
export interface OfficeHours {
  /** Days of the week, 1 (Monday) to 7, ascending. */
  readonly days: readonly number[];
  /** Minutes since midnight by the clock on the wall; `to` is later, and excluded. */
  readonly from: number;
  readonly to: number;
  /** IANA name of the time zone. */
  readonly timeZone: string;
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTES_OF_DAY = 24 * 60;

/** The days of `Mon`, or of `Mon-Fri`; undefined when there are none such. */
function readSpan(text: string): number[] | undefined {
  const [first = '', last = first, ...more] = text.split('-');
  const [from, to] = [DAYS.indexOf(first) + 1, DAYS.indexOf(last) + 1];
  if (from === 0 || to < from || more.length > 0) return undefined;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** Minutes since midnight of a time such as `09:00`; `24:00` is the day's end. */
function readTime(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):([0-5]\d)$/.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= MINUTES_OF_DAY ? minute : undefined;
}

function isTimeZone(timeZone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone }).format(0);
    return true;
  } catch {
    return false;
  }
}

/** Days, hours and a time zone, such as `Mon-Fri 09:00-17:00 Europe/Berlin` or `Mon,Wed 08:00-12:30 UTC`. */
export function officeHours(): z.ZodType<OfficeHours, string> {
  const rule = 'must be days, hours and a time zone, such as Mon-Fri 09:00-17:00 Europe/Berlin';
  return textType(rule, (text) => {
    const [daysText = '', hours = '', timeZone = '', ...more] = text.trim().split(/\s+/u);
    const spans = daysText.split(',').map(readSpan);
    const days = [...new Set(spans.flatMap((span) => span ?? []))].toSorted((a, b) => a - b);
    const [from, to, ...beyond] = hours.split('-').map(readTime);
    if (spans.includes(undefined) || more.length > 0 || beyond.length > 0 || !isTimeZone(timeZone))
      return undefined;
    if (from === undefined || to === undefined || to <= from) return undefined;
    return Object.freeze({ days: Object.freeze(days), from, to, timeZone });
  });
}
