import { Turn } from '@parley/protocol';
import { consumeBySlots, type SlotContext, type SlotOptions } from './consumeBySlots.ts';
import type { Consumption } from './consumption.ts';
import type { Link } from './link.ts';
import type { StreamOptions } from './provision.ts';
import { turnConsumer } from './streams.ts';

export type TurnContext = SlotContext;
export type TurnOptions = SlotOptions<Turn>;

/** Takes turns until stopped, as many at once as there are slots. */
export const consumeTurns = (link: Link, streams: StreamOptions, options: TurnOptions): Consumption =>
  consumeBySlots(link, streams, { consumer: turnConsumer, schema: Turn }, options);
