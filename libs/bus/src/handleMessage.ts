import type { z } from 'zod';
import type { JsMsg } from 'nats';
import { backoff } from './backoff.ts';
import type { Link } from './link.ts';
import { fromBytes } from './payload.ts';
import { settle } from './settle.ts';
import { traceOf, type Trace } from './trace.ts';
import { verdict, type TurnVerdict, type Verdict } from './verdict.ts';

/** What a handler is told of the delivery. */
export interface Delivery {
  /** How often it has been delivered, this time included; 1 is the first. */
  readonly deliveries: number;
  /** Its number in the stream: the same at each delivery. */
  readonly streamSeq: number;
  readonly trace: Trace;
}

/** A message that was handled. */
export interface Handled {
  /** Resolves when the queue knows, which may take as long as an outage; never rejects. */
  readonly settled: Promise<void>;
}

/**
 * Reads a message, has it handled and tells the queue what became of it; `onThrow` says what becomes of one whose handler
 * threw (it comes again, with a backoff). Never rejects.
 */
export async function handleMessage<S extends z.ZodType>(
  link: Link,
  message: JsMsg,
  schema: S,
  held: () => boolean,
  handle: (value: z.infer<S>, delivery: Delivery) => Promise<TurnVerdict>,
  onThrow: (error: unknown) => Promise<Verdict> = async () =>
    verdict.retry(backoff(message.info.deliveryCount)),
): Promise<Handled> {
  const receivedAt = performance.now();
  const { streamSequence, deliveryCount } = message.info;
  const delivery = {
    deliveries: deliveryCount,
    streamSeq: streamSequence,
    trace: traceOf(message.headers),
  };
  const { subject } = message;
  // The last part of a command's or a turn's subject is the session.
  const last = subject.slice(subject.lastIndexOf('.') + 1);
  const sessionId = subject.startsWith('notify.') ? undefined : last;
  const about = { subject, sessionId, deliveries: deliveryCount, traceId: delivery.trace };
  const judge = async (): Promise<TurnVerdict> => {
    let value: z.infer<S>;
    try {
      value = fromBytes(schema, message.data);
    } catch (error) {
      return verdict.drop(error instanceof Error ? error.message : 'payload: can’t be read');
    }
    try {
      return await handle(value, delivery);
    } catch (error) {
      link.log.error('message.failed', error, about);
      return onThrow(error);
    }
  };
  const said = await judge();
  if (said.kind === 'drop') link.log.warn('message.dropped', { ...about, reason: said.reason });
  const settled = settle(link, message, said, held, receivedAt).catch((error: unknown) => {
    link.log.error('message.unsettled', error, about);
  });
  return { settled };
}
