import type { Consumer, JsMsg } from 'nats';
import type { z } from 'zod';
import { consumption, type Consumption, type Feed } from './consumption.ts';
import { freeSlots } from './freeSlots.ts';
import { handleMessage, type Delivery, type Handled } from './handleMessage.ts';
import type { Link } from './link.ts';
import type { StreamOptions } from './provision.ts';
import { HELD_MS, type ConsumerDefinition } from './streams.ts';
import type { TurnVerdict } from './verdict.ts';

export interface SlotContext extends Delivery {
  /** Says "still at it": without it the message is delivered again five seconds later. Once a second is right. */
  readonly working: () => void;
  /** Aborts when the service stops and can't wait any longer. */
  readonly signal: AbortSignal;
}

export interface SlotOptions<T> {
  /** Messages in hand at once. */
  slots: number;
  /** Handles one. What it throws counts as `retry`, with a backoff. */
  handler: (message: T, context: SlotContext) => Promise<TurnVerdict>;
}

/** What is consumed. */
interface Queue<S extends z.ZodType> {
  readonly consumer: ConsumerDefinition;
  readonly schema: S;
}

const EXPIRES_MS = 30_000;

/** Takes messages until stopped: a slot first, then one for it, so that none waits here while others are idle. */
export function consumeBySlots<S extends z.ZodType>(
  link: Link,
  streams: StreamOptions,
  queue: Queue<S>,
  { slots, handler }: SlotOptions<z.infer<S>>,
): Consumption {
  const handle = async (feed: Feed, message: JsMsg) => {
    let since = performance.now();
    const held = () => performance.now() - since < HELD_MS;
    const working = () => {
      if (feed.link.status() !== 'connected') return;
      message.working();
      since = performance.now();
    };
    return handleMessage(feed.link, message, queue.schema, held, (value, delivery) =>
      handler(value, { ...delivery, working, signal: feed.leaving }),
    );
  };
  return consumption(link, streams, [
    async (feed) => {
      const free = freeSlots(slots, feed.stopping);
      let failures = 0;
      let consumer: Consumer | undefined;
      while ((await free.take()) && link.status() !== 'closed') {
        let work: Promise<Handled> | undefined;
        try {
          consumer ??= await consumerOf(link, queue.consumer);
          const message = await next(consumer, feed.stopping);
          failures = 0;
          if (message) work = handle(feed, message);
        } catch (error) {
          consumer = undefined;
          await feed.recover(++failures, error);
        }
        if (!work) free.giveBack();
        else feed.track(work.finally(free.giveBack).then(({ settled }) => settled));
      }
    },
  ]);
}

const consumerOf = ({ guard, nc }: Link, { stream, durable_name }: ConsumerDefinition): Promise<Consumer> =>
  guard(() => nc.jetstream().consumers.get(stream, durable_name));

/** The next message; undefined when none came within half a minute, or when stopped. */
async function next(consumer: Consumer, stopping: AbortSignal): Promise<JsMsg | undefined> {
  const messages = await consumer.fetch({ max_messages: 1, expires: EXPIRES_MS, bind: true });
  const stop = () => void messages.close();
  stopping.addEventListener('abort', stop);
  try {
    if (stopping.aborted) return undefined;
    for await (const message of messages) return message;
    const error = await messages.closed();
    if (error) throw error;
    return undefined;
  } finally {
    stopping.removeEventListener('abort', stop);
    stop();
  }
}
