import type { ClientFrame, ClientFrameOf, ServerFrameOf } from '@parley/protocol';
import type { ClientError } from './clientError.ts';

/** Frames that wait for their answer in the outbox. */
export type OutboxFrame = Exclude<ClientFrame, { type: 'session.open' | 'auth.refresh' | 'typing' }>;
export type Reply = ServerFrameOf<'ack' | 'pong'>;

/** `queued`: not sent on this socket yet; `sending`: no answer yet; `sent`: acked, not shown yet; `failed`: refused. */
export type OutboxStatus = 'queued' | 'sending' | 'sent' | 'failed';

export interface OutboxEntry {
  readonly frame: OutboxFrame;
  /** Milliseconds since 1970; different for each entry. */
  readonly at: number;
  readonly status: OutboxStatus;
  readonly error?: ClientError | undefined;
  readonly tries: number;
  /** Ends the wait for an answer, or for the next try. */
  readonly cancel?: (() => void) | undefined;
  readonly resolve?: ((reply: Reply) => void) | undefined;
  readonly reject?: ((error: ClientError) => void) | undefined;
}

/** A message that the server hasn't shown yet, as the page shows it. */
export interface PendingMessage {
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly string[];
  readonly status: OutboxStatus;
  readonly createdAt: string;
  readonly error: ClientError | undefined;
}

export type MessageEntry = OutboxEntry & { readonly frame: ClientFrameOf<'message.send'> };
export const isMessage = (entry: OutboxEntry): entry is MessageEntry => entry.frame.type === 'message.send';
