import { within } from '@parley/lifecycle';
import twilio from 'twilio';
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js';
import type { Channel } from './Channel.ts';
import { smsOutcome } from './smsOutcome.ts';

export interface SmsOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** A number, a name, or the id of a messaging service. */
  readonly from: string;
  readonly baseUrl: string;
  /** Where Twilio tells what became of a message. */
  readonly callbackUrl: string | undefined;
  /** The longest that sending one may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** Twilio's HTTP, at another host. */
class ClientAt extends twilio.RequestClient {
  readonly #base: string;

  constructor(base: string, timeout: number) {
    super({ timeout });
    this.#base = base.replace(/\/+$/, '');
  }

  override request<T>(options: RequestOptions<T>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<T>({ ...options, uri: `${this.#base}${pathname}${search}` });
  }
}

/** SMS by Twilio's Messages resource. */
export function sms({ accountSid, authToken, from, baseUrl, callbackUrl, timeoutMs }: SmsOptions): Channel {
  const client = twilio(accountSid, authToken, { httpClient: new ClientAt(baseUrl, timeoutMs) });
  const sender = /^MG[0-9a-f]{32}$/.test(from) ? { messagingServiceSid: from } : { from };
  return {
    async send({ to, short }) {
      try {
        const { sid } = await within('sending an SMS', timeoutMs, () =>
          client.messages.create({
            to,
            body: short,
            ...sender,
            ...(callbackUrl !== undefined && { statusCallback: callbackUrl }),
          }),
        );
        return { kind: 'delivered', ref: sid };
      } catch (error) {
        return smsOutcome(error);
      }
    },
    close: () => undefined,
  };
}
