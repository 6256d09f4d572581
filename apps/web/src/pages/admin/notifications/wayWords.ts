import type { Way } from '../api/people.ts';

/** The ways by which somebody is notified: "mail and SMS"; undefined: none. */
export const wayWords = ({ email, sms }: Readonly<Record<Way, boolean>>): string | undefined =>
  [...(email ? ['mail'] : []), ...(sms ? ['SMS'] : [])].join(' and ') || undefined;
