import { connectBus } from '@parley/bus';
import type { Registry } from '@parley/http';
import { repeatedly, type Health } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import { createKeyRing, openStore } from '@parley/store';
import { createChannels } from './channels/createChannels.ts';
import type { NotifierConfig } from './config.ts';
import { handleNotification } from './delivery/handleNotification.ts';
import { sendSums } from './delivery/sendSums.ts';
import type { Deps } from './deps.ts';
import { createNotifierMetrics } from './metrics.ts';
import { createRecipients } from './recipients/createRecipients.ts';
import { startWatch } from './watch/startWatch.ts';

/** What the notifier is given. */
export interface NotifierDeps {
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Notifications in hand at once. */
const SLOTS = 16;
const SUMS_EVERY_MS = 1000;
/** Part of the grace period that is for sending what is in hand. */
const FOR_SENDING = 0.6;

export interface Work extends AsyncDisposable {
  readonly deps: Deps;
}

/** Connects and takes work, until what it returns is disposed of: take no more, finish what is in hand, disconnect. */
export async function startWork(
  config: NotifierConfig,
  { log, now = Date.now }: NotifierDeps,
  health: Health,
  registry: Registry,
): Promise<Work> {
  await using stack = new AsyncDisposableStack();
  const bus = await connectBus({ url: config.NATS_URL.join(','), name: 'notifier', log });
  stack.defer(() => bus.close());
  health.ready('nats', () => bus.ready());
  await bus.ensureStreams();
  const keys = createKeyRing(config.ENCRYPTION_KEYS);
  const store = await openStore({ url: config.MONGODB_URI, keys, log, now });
  stack.defer(() => store.close());
  health.ready('database', () => store.ready());

  const channels = await createChannels(config, store.outbox, now);
  for (const channel of Object.values(channels)) stack.defer(() => channel.close());
  for (const name of ['email', 'sms'] as const)
    if (!channels[name]) log.warn('channel.missing', { channel: name });
  const deps: Deps = {
    bus,
    store,
    channels,
    recipients: createRecipients(config, channels, store),
    metrics: createNotifierMetrics(registry),
    log,
    rate: config.RATE_NOTIFICATIONS,
    sendMs: config.NOTIFY_TIMEOUT,
    giveUpMs: config.NOTIFY_GIVE_UP,
    consoleUrl: config.CONSOLE_URL,
    now,
  };
  stack.defer(startWatch(deps, config));
  stack.defer(repeatedly(log, { event: 'sums.failed', everyMs: SUMS_EVERY_MS, run: () => sendSums(deps) }));
  // The last to begin is the first to end: nothing more is taken while the others finish.
  const consumption = bus.consumeNotifications({ slots: SLOTS, handler: handleNotification(deps) });
  stack.defer(() => consumption.stop(config.SHUTDOWN_GRACE * FOR_SENDING));
  await bus.flush();
  const running = stack.move();
  return { deps, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
