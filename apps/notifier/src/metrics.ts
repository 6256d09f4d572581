import { Counter, Gauge, type Registry } from '@parley/http';

/** What became of a notification on its way to a recipient, or on a part of it. */
export type Came = 'sent' | 'retried' | 'held' | 'dead' | 'undelivered' | 'unaddressed';

export type Metrics = ReturnType<typeof createNotifierMetrics>;

/** What the notifier counts. */
export const createNotifierMetrics = (registry: Registry) => ({
  notifications: new Counter<'kind' | 'channel' | 'outcome'>({
    name: 'notifications_total',
    help: 'What became of notifications: sent, retried, held, dead, undelivered, unaddressed',
    labelNames: ['kind', 'channel', 'outcome'],
    registers: [registry],
  }),
  channelUp: new Gauge<'channel'>({
    name: 'notifier_channel_up',
    help: '1 when the last message of a channel was taken or refused for itself, 0 when the channel failed',
    labelNames: ['channel'],
    registers: [registry],
  }),
  raised: new Counter<'rule'>({
    name: 'notifier_raised_total',
    help: 'Notifications that this process raised by a rule',
    labelNames: ['rule'],
    registers: [registry],
  }),
});
