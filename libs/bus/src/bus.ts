import type { CommandOptions } from './consumeCommands.ts';
import type { Consumption } from './consumption.ts';
import type { NotificationOptions } from './consumeNotifications.ts';
import type { TurnOptions } from './consumeTurns.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { Fleet } from './fleet.ts';
import type { Frames } from './frames.ts';
import type { Inbox } from './inbox.ts';
import type { BusStatus, Unsubscribe } from './link.ts';
import type { Payload } from './payload.ts';
import type { StreamOptions } from './provision.ts';
import type { QueueDepth } from './queueDepths.ts';
import type { QueuePublisher } from './queuePublisher.ts';
import type { Requests } from './requests.ts';

/** Everything that services say to each other goes through it. */
export interface Bus extends QueuePublisher, Frames, Fleet, Requests {
  /** While `reconnecting`, everything that needs an answer is refused at once as service/unavailable. */
  readonly status: BusStatus;
  readonly onDisconnect: (listener: () => void) => Unsubscribe;
  /** Core frames may have been lost in between. */
  readonly onReconnect: (listener: () => void) => Unsubscribe;
  /** Makes streams and consumers, or brings them up to date; every service that uses them does so at its start. */
  readonly ensureStreams: (options?: StreamOptions) => Promise<void>;
  /** Feeds commands to a handler; `retry`, `drop` and what else it may say: `Verdict`. */
  readonly consumeCommands: (options: CommandOptions) => Consumption;
  /** Feeds turns to a handler, as many at once as it has slots. */
  readonly consumeTurns: (options: TurnOptions) => Consumption;
  /** Feeds notifications to a handler, as many at once as it has slots. */
  readonly consumeNotifications: (options: NotificationOptions) => Consumption;
  /**
   * Whether a turn, by its number in the stream, is still queued or in hand: it leaves the queue when it is done.
   * @throws ParleyError service/unavailable or service/timeout
   */
  readonly turnQueued: (streamSeq: number) => Promise<boolean>;
  /** Messages that were given up. */
  readonly deadLetters: DeadLetters;
  /**
   * How full each stream is.
   * @throws ParleyError service/unavailable or service/timeout
   */
  readonly queueDepths: () => Promise<QueueDepth[]>;
  /** Opens a place for outcomes of commands. */
  readonly inbox: () => Inbox;
  /** Sends an outcome to the `replyTo` of its command. */
  readonly reply: (subject: string, payload: Payload) => void;
  /**
   * Resolves when the server has all that was sent before.
   * @throws ParleyError service/unavailable, or service/timeout after `timeoutMs` (1000)
   */
  readonly flush: (timeoutMs?: number) => Promise<void>;
  /**
   * Resolves when the queue answers.
   * @throws ParleyError service/unavailable or service/timeout
   */
  readonly ready: () => Promise<void>;
  /** Sends what was published, then disconnects; at most `timeoutMs` (2000). Stop consumptions before. */
  readonly close: (timeoutMs?: number) => Promise<void>;
}
