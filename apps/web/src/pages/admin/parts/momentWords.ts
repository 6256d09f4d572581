/** A day and a time in the reader's way; the time is never broken, as between “2:21” and “AM”. */
export function momentWords(moment: Date): string {
  const time = moment.toLocaleTimeString(undefined, { timeStyle: 'short' });
  const words = moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return words.replace(time, time.replaceAll(/\s/g, '\u00a0'));
}
