import type { NotifyChannel, Outbox } from '@parley/store';
import type { Channel } from './Channel.ts';

/** Keeps messages, to be looked at on the outbox page, where nothing is configured to send them by. */
export function outbox(channel: NotifyChannel, kept: Outbox, now: () => number): Channel {
  return {
    async send({ id, to, subject, text, html, short, userId }) {
      const written = channel === 'email' ? { subject, text, html } : { text: short };
      await kept.put({ id, channel, at: now(), to, ...written }, userId);
      return { kind: 'delivered' };
    },
    close: () => undefined,
  };
}
