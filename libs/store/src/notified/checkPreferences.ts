import type { Preferences } from './PreferencesDocument.ts';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** @throws RangeError that names the field and the rule */
export function checkPreferences({ quiet }: Preferences): void {
  if (!quiet) return;
  if (!TIME.test(quiet.from)) throw new RangeError('quiet.from: must be a time such as 22:00');
  if (!TIME.test(quiet.to)) throw new RangeError('quiet.to: must be a time such as 07:00');
  if (!isTimeZone(quiet.timeZone))
    throw new RangeError('quiet.timeZone: must be a time zone such as Europe/Berlin');
}
