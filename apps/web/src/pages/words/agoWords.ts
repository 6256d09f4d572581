import { dayWords } from './dayWords.ts';
import { timeWords } from './timeWords.ts';

const WEEK_MS = 6 * 86_400_000;

/** When something was last done, as a list says it: "14:05", "Yesterday", "Monday", "3 Mar", "3 Mar 2025". */
export function agoWords(moment: Date, now: Date, locale?: string): string {
  const day = dayWords(moment, now, locale);
  if (day === 'Today') return timeWords(moment);
  if (day === 'Yesterday') return day;
  const ago = now.getTime() - moment.getTime();
  if (ago > 0 && ago < WEEK_MS) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(moment);
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(moment);
}
