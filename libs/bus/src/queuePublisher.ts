import { Command, HEADER, Notification, subjects, Turn } from '@parley/protocol';
import { headers } from 'nats';
import type { Fields } from './letterHeader.ts';
import type { Link } from './link.ts';
import { checked, toBytes, type Payload } from './payload.ts';
import { newTrace, traceParent, type Trace } from './trace.ts';

/** How long the queue may take to say that it has a message, in milliseconds. */
const PUBLISH_TIMEOUT_MS = 1000;

export interface PublishOptions {
  /** A second message with this id within two minutes is taken as a repeat of the first. */
  msgId?: string;
  /** The trace that it belongs to; a new one when left out. */
  trace?: Trace;
}

/** What the queue said. From then on the message is kept, whatever crashes. */
export interface Published {
  seq: number;
  /** The queue had it already. */
  duplicate: boolean;
}

export interface QueuePublisher {
  /**
   * Puts a command into its session's queue. It doesn't try again: whoever has the command to send does.
   * @throws ParleyError service/unavailable (disconnected, or the queue is full), service/timeout (unknown whether it
   *   was taken), validation/invalid_field
   */
  publishCommand: (command: Command, options?: PublishOptions) => Promise<Published>;
  /**
   * Queues an answer to be written. `msgId` names what asked for it (the command's frame): asking twice queues it once,
   * and another command (a regeneration, say) may ask for the same message again. Errors as of `publishCommand`.
   */
  publishTurn: (turn: Turn, options: PublishOptions & { msgId: string }) => Promise<Published>;
  /**
   * Queues something that people are to be notified of; its `id` is the message's, so that telling twice queues it once.
   * Errors as of `publishCommand`.
   */
  publishNotification: (
    notification: Notification,
    options?: Pick<PublishOptions, 'trace'>,
  ) => Promise<Published>;
}

export function queuePublisher(link: Link): QueuePublisher {
  return {
    async publishCommand(command, options) {
      const payload = checked(Command, command);
      return publishToStream(link, 'CHAT', subjects.command(payload.frame.sessionId), payload, options);
    },
    async publishTurn(turn, options) {
      const payload = checked(Turn, turn);
      return publishToStream(link, 'TURNS', subjects.turn(payload.sessionId), payload, options);
    },
    async publishNotification(notification, options) {
      const payload = checked(Notification, notification);
      const { kind, id } = payload;
      return publishToStream(link, 'NOTIFY', subjects.notify(kind), payload, { ...options, msgId: id });
    },
  };
}

/** Publishes to a stream and waits until it is kept there; given header fields replace those of the options. */
export function publishToStream(
  link: Link,
  stream: string,
  subject: string,
  payload: Payload,
  { msgId, trace = newTrace() }: PublishOptions = {},
  fields: Fields = {},
): Promise<Published> {
  const header = headers();
  header.set(HEADER.trace, traceParent(trace));
  for (const [name, values] of Object.entries(fields)) {
    header.delete(name);
    for (const value of values) header.append(name, value);
  }
  const options = {
    timeout: PUBLISH_TIMEOUT_MS,
    headers: header,
    expect: { streamName: stream },
    ...(msgId === undefined ? {} : { msgID: msgId }),
  };
  return link.guard(async () => {
    const { seq, duplicate } = await link.nc.jetstream().publish(subject, toBytes(payload), options);
    return { seq, duplicate };
  });
}
