import type { Preferences, Way } from '../api/people.ts';

/** What stands in the form. */
export interface FormValues {
  readonly byEmail: boolean;
  readonly email: string;
  readonly bySms: boolean;
  readonly phone: string;
  readonly isQuiet: boolean;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly criticalInQuiet: boolean;
}

/** A night, where no quiet hours are kept. */
const NIGHT = { from: '22:00', to: '07:00' };

/** The form as it was kept; hours that nobody named are a night in `timeZone`. */
export const toValues = (
  { channels, email = '', phone = '', quiet, criticalInQuiet }: Preferences,
  timeZone: string,
): FormValues => ({
  byEmail: channels.includes('email'),
  email,
  bySms: channels.includes('sms'),
  phone,
  isQuiet: quiet !== undefined,
  ...(quiet ?? { ...NIGHT, timeZone }),
  criticalInQuiet,
});

/** What is to be kept. An address stays kept while its way isn't wanted; spaces in a number are no part of it. */
export function toPreferences(values: FormValues): Preferences {
  const { byEmail, bySms, isQuiet, from, to, timeZone, criticalInQuiet } = values;
  const email = values.email.trim();
  const phone = values.phone.replace(/[\s()./-]/g, '');
  const channels: Way[] = [...(byEmail ? (['email'] as const) : []), ...(bySms ? (['sms'] as const) : [])];
  return {
    channels,
    ...(email && { email }),
    ...(phone && { phone }),
    ...(isQuiet && { quiet: { from, to, timeZone } }),
    criticalInQuiet,
  };
}
