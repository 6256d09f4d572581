import type { Preferences } from '../api/people.ts';
import { wayWords } from './wayWords.ts';

/** What was saved, in words. */
export function savedWords({ channels }: Preferences): string {
  const ways = wayWords({ email: channels.includes('email'), sms: channels.includes('sms') });
  return ways ? `Saved. You are notified by ${ways}.` : 'Saved. You aren’t notified.';
}
