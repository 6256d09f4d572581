import { Notification } from '@parley/protocol';
import { consumeBySlots, type SlotContext, type SlotOptions } from './consumeBySlots.ts';
import type { Consumption } from './consumption.ts';
import type { Link } from './link.ts';
import type { StreamOptions } from './provision.ts';
import { notificationConsumer } from './streams.ts';

export type NotificationContext = SlotContext;
export type NotificationOptions = SlotOptions<Notification>;

/** Takes notifications until stopped, as many at once as there are slots. */
export const consumeNotifications = (
  link: Link,
  streams: StreamOptions,
  options: NotificationOptions,
): Consumption =>
  consumeBySlots(link, streams, { consumer: notificationConsumer, schema: Notification }, options);
