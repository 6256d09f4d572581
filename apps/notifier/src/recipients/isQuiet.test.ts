import { expect, test } from '@jest/globals';
import { isQuiet } from './isQuiet.ts';

const at = (time: string) => Date.parse(`2026-07-05T${time}:00Z`);

test.each([
  ['22:00', '07:00', 'UTC', '21:59', false],
  ['22:00', '07:00', 'UTC', '22:00', true],
  ['22:00', '07:00', 'UTC', '00:00', true],
  ['22:00', '07:00', 'UTC', '06:59', true],
  ['22:00', '07:00', 'UTC', '07:00', false],
  ['12:00', '13:30', 'UTC', '13:29', true],
  ['12:00', '13:30', 'UTC', '13:30', false],
  ['12:00', '12:00', 'UTC', '12:00', false],
  ['22:00', '07:00', 'Europe/Berlin', '20:00', true],
  ['22:00', '07:00', 'Europe/Berlin', '05:00', false],
  ['22:00', '07:00', 'Asia/Kolkata', '16:30', true],
])('from %s to %s in %s, at %s UTC: %s', (from, to, timeZone, time, quiet) => {
  expect(isQuiet({ from, to, timeZone }, at(time))).toBe(quiet);
});
