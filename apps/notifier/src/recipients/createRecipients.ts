import { isAdmin, type NotifyBy } from '@parley/protocol';
import type { NotifyChannel, Store } from '@parley/store';
import type { Channels } from '../channels/createChannels.ts';
import type { NotifierConfig } from '../config.ts';
import type { Recipient } from './Recipient.ts';

/** Everybody who is told; @throws StoreUnavailable */
export interface Recipients {
  /** All of one way, or of every way. */
  by(way: NotifyBy): Promise<readonly Recipient[]>;
  /** One address, of whoever it is; none where no mail is sent. */
  of(email: string): Promise<readonly Recipient[]>;
}

/** How long the admins and their preferences are kept, in milliseconds. */
const KEPT_MS = 2000;

/** Who stands in where messages go to the outbox page, and nobody is named. */
const STAND_INS: Readonly<Record<NotifyChannel, readonly string[]>> = {
  email: ['team@example.com'],
  sms: ['+15550100'],
};

/** Those of the configuration, who always hear, and whoever is known as an admin, as each of them wants it. */
export function createRecipients(
  config: NotifierConfig,
  channels: Channels,
  { admins, preferences, notified }: Pick<Store, 'admins' | 'preferences' | 'notified'>,
): Recipients {
  const always = { quiet: undefined, criticalInQuiet: true };
  const given: Readonly<Record<NotifyChannel, readonly string[] | undefined>> = {
    email: config.NOTIFY_EMAILS ?? (config.SMTP_URL === undefined ? STAND_INS.email : undefined),
    sms: config.NOTIFY_PHONES ?? (config.TWILIO_ACCOUNT_SID === undefined ? STAND_INS.sms : undefined),
  };
  const configured = (['email', 'sms'] as const).flatMap((channel) =>
    (given[channel] ?? []).map((address) => ({ channel, address, ...always })),
  );

  async function read(): Promise<readonly Recipient[]> {
    const kept = await preferences.all();
    const known = await admins.list(kept.map(({ userId }) => userId));
    const staff = new Set(known.filter(isAdmin).map(({ id }) => id));
    // Who lost the role, or was removed, hears nothing more, whatever is still kept of them.
    const wanted = kept
      .filter(({ userId }) => staff.has(userId))
      .flatMap(({ preferences: own }) =>
        own.channels.flatMap((channel) => {
          const address = channel === 'email' ? own.email : own.phone;
          const { quiet, criticalInQuiet } = own;
          return address === undefined ? [] : [{ channel, address, quiet, criticalInQuiet }];
        }),
      );
    const all = new Map<string, Recipient>();
    for (const one of [...configured, ...wanted]) {
      if (!channels[one.channel]) continue;
      const key = await notified.recipientOf(one.channel, one.address);
      const name = `${one.channel}:${key}`;
      // Who is named in the configuration, too, hears as that says.
      if (!all.has(name)) all.set(name, { ...one, key });
    }
    return [...all.values()];
  }

  let kept: { readonly at: number; readonly all: Promise<readonly Recipient[]> } | undefined;
  const everybody = (): Promise<readonly Recipient[]> => {
    const at = performance.now();
    if (kept && at - kept.at < KEPT_MS) return kept.all;
    const all = read();
    kept = { at, all };
    all.catch(() => (kept = undefined));
    return all;
  };
  return {
    async of(address) {
      if (!channels.email) return [];
      const key = await notified.recipientOf('email', address);
      return [{ channel: 'email', address, key, ...always }];
    },
    by: async (way) => (await everybody()).filter(({ channel }) => way === 'all' || channel === way),
  };
}
