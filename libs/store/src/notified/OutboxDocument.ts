import type { SealedText } from '../documents/SealedText.ts';
import type { NotifyChannel } from './NotifiedDocument.ts';

/** A mail or a text message that was kept instead of being sent. */
export interface OutboxMessage {
  /** As its provider would know it; kept once, whenever it comes again. */
  readonly id: string;
  readonly channel: NotifyChannel;
  /** When it was put here, in milliseconds since 1970. */
  readonly at: number;
  readonly to: string;
  /** Of a mail. */
  readonly subject?: string;
  readonly text: string;
  /** Of a mail. */
  readonly html?: string;
}

export interface OutboxDocument {
  /** Id of the message. */
  readonly _id: string;
  readonly channel: NotifyChannel;
  readonly at: Date;
  /** Whose data key sealed it, and which one. */
  readonly userId: string;
  readonly dataKey: string;
  /** All that is written on it, as JSON. */
  readonly content: SealedText;
}
