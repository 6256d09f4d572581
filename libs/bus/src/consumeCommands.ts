import { Command, PARTITIONS } from '@parley/protocol';
import type { ConsumerMessages, JsMsg } from 'nats';
import { consumption, type Consumption, type Feed } from './consumption.ts';
import { handleMessage, type Delivery, type Handled } from './handleMessage.ts';
import { keepCommand, type KeptCommand } from './keepCommand.ts';
import { judgeFailure, MAX_TIMEOUTS } from './judgeFailure.ts';
import type { Link } from './link.ts';
import type { StreamOptions } from './provision.ts';
import { commandConsumer } from './streams.ts';
import { verdict, type Verdict } from './verdict.ts';
import { withDeadline } from './withDeadline.ts';

export interface CommandContext extends Delivery {
  /** Aborts at the deadline, and when the worker stops and can't wait any longer. */
  readonly signal: AbortSignal;
}

export interface CommandOptions {
  /**
   * Handles one command at a time of each partition, in order. When it throws, the command comes again, with a backoff;
   * after five failures that were the command's own fault, or when it has hung too often, it is kept as a dead letter, so
   * that those behind it go on.
   */
  handler: (command: Command, context: CommandContext) => Promise<Verdict>;
  /** How long a command may take (4000 ms). */
  deadlineMs?: number;
  /** How often one may hang (20), which counts only while `ready` resolves within 100 ms. */
  maxTimeouts?: number;
  /** Throws while something is away that the handler needs: until then no failure is a command's own fault. */
  ready?: () => Promise<void>;
}

const IDLE_HEARTBEAT_MS = 5000;

/** Takes commands of all partitions until stopped, whatever becomes of the connection meanwhile. */
export function consumeCommands(
  link: Link,
  streams: StreamOptions,
  { handler, deadlineMs = 4000, maxTimeouts = MAX_TIMEOUTS, ready = async () => undefined }: CommandOptions,
): Consumption {
  const handle = (feed: Feed, message: JsMsg, { held }: KeptCommand): Promise<Handled> =>
    handleMessage(
      feed.link,
      message,
      Command,
      held,
      (command, delivery) =>
        withDeadline(deadlineMs, feed.leaving, async (signal) => handler(command, { ...delivery, signal })),
      async (error) =>
        // Told to leave, it may say so by any error.
        feed.leaving.aborted
          ? verdict.retry(0)
          : judgeFailure(feed.link, message, error, { ready, maxTimeouts }),
    );
  const loops = Array.from({ length: PARTITIONS }, (_, partition) => (feed: Feed) => {
    const { stream, durable_name } = commandConsumer(partition);
    // The queue gives out one at a time; after an outage a second one may come while the first is still in hand.
    let last: Promise<unknown> = Promise.resolve();
    return pull(feed, stream, durable_name, (message) => {
      const kept = keepCommand(feed, message);
      const handled = last.then(() => handle(feed, message, kept)).finally(() => kept[Symbol.dispose]());
      last = handled;
      feed.track(handled.then(({ settled }) => settled));
    });
  });
  return consumption(link, streams, loops);
}

/** Pulls one message after the other into `take`, and starts again whenever that ends by itself. */
async function pull(feed: Feed, stream: string, name: string, take: (message: JsMsg) => void): Promise<void> {
  let failures = 0;
  let messages: ConsumerMessages | undefined;
  feed.stopping.addEventListener('abort', () => void messages?.close());
  while (!feed.stopping.aborted && feed.link.status() !== 'closed') {
    try {
      const consumer = await feed.link.guard(() => feed.link.nc.jetstream().consumers.get(stream, name));
      if (feed.stopping.aborted) return;
      messages = await consumer.consume({
        max_messages: 1,
        expires: 30_000,
        idle_heartbeat: IDLE_HEARTBEAT_MS,
        // Left to itself the client looks for a lost consumer at intervals of half a minute, or asks without a pause.
        bind: true,
        abort_on_missing_resource: true,
        callback: (message) => {
          failures = 0;
          take(message);
        },
      });
      const error = await messages.closed();
      if (!feed.stopping.aborted) await feed.recover(++failures, error);
    } catch (error) {
      await feed.recover(++failures, error);
    }
  }
}
