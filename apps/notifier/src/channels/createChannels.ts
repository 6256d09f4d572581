import type { NotifyChannel, Outbox } from '@parley/store';
import type { NotifierConfig } from '../config.ts';
import type { Channel } from './Channel.ts';
import { mail } from './mail.ts';
import { outbox } from './outbox.ts';

/** The ways to reach people that there are. */
export type Channels = Partial<Readonly<Record<NotifyChannel, Channel>>>;

/** Those that are configured; for trying out, the outbox stands in for the others. */
export async function createChannels(
  config: NotifierConfig,
  kept: Outbox,
  now: () => number,
): Promise<Channels> {
  const timeoutMs = config.NOTIFY_TIMEOUT;
  const standIn = (channel: NotifyChannel): Channel | undefined =>
    config.AUTH_MODE === 'dev' ? outbox(channel, kept, now) : undefined;
  const { SMTP_URL: url, MAIL_FROM: from } = config;
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: number } = config;
  const hasTwilio = accountSid !== undefined && authToken !== undefined && number !== undefined;
  const email = url === undefined ? standIn('email') : mail({ url, from, timeoutMs });
  // By need: Twilio's library is larger than all of the rest.
  const text = hasTwilio
    ? (await import('./sms.ts')).sms({
        accountSid,
        authToken,
        from: number,
        baseUrl: config.TWILIO_BASE_URL,
        callbackUrl: config.TWILIO_CALLBACK_URL,
        timeoutMs,
      })
    : standIn('sms');
  return { ...(email && { email }), ...(text && { sms: text }) };
}
