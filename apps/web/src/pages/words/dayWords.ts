const DAY = 86_400_000;

/** Midnight of a moment's day where the reader is, in milliseconds. */
const dayOf = (moment: Date): number =>
  new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

/** A day as a separator names it: "Today", "Yesterday", "Monday, 3 March", with the year when it isn't this one. */
export function dayWords(moment: Date, now: Date, locale?: string): string {
  const ago = Math.round((dayOf(now) - dayOf(moment)) / DAY);
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(moment.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(moment);
}

/** Do two moments lie on the same day where the reader is? */
export const sameDay = (a: Date, b: Date): boolean => dayOf(a) === dayOf(b);
