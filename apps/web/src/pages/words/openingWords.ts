import { dayWords, sameDay } from './dayWords.ts';
import { timeWords } from './timeWords.ts';

const DAY_MS = 86_400_000;

/** When somebody is here again: "9:00", "tomorrow at 9:00", "Monday, 3 March at 9:00". */
export function openingWords(opens: Date, now: Date, locale?: string): string {
  const time = timeWords(opens);
  if (sameDay(opens, now)) return time;
  if (sameDay(opens, new Date(now.getTime() + DAY_MS))) return `tomorrow at ${time}`;
  return `${dayWords(opens, now, locale)} at ${time}`;
}
