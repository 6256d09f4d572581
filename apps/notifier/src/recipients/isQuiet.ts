import type { QuietHours } from '@parley/store';

/** Minutes of the day at a place, at a moment in milliseconds since 1970. */
function minutesAt(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const numberOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return numberOf('hour') * 60 + numberOf('minute');
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Whether a moment lies within somebody's quiet hours; those from and to the same time are none. */
export function isQuiet({ from, to, timeZone }: QuietHours, at: number): boolean {
  const [begin, end, here] = [minutesOf(from), minutesOf(to), minutesAt(timeZone, at)];
  return begin <= end ? begin <= here && here < end : here >= begin || here < end;
}
