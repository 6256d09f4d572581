import type { ClientFrame } from '@parley/protocol';
import type { ClientError } from './clientError.ts';
import type { Clock } from './clock.ts';
import type { ConnectionState } from './connectionState.ts';
import type { Outbox } from './outbox.ts';
import type { SessionHandle } from './sessionHandle.ts';
import type { SessionSync, WhichSession } from './sessionSync.ts';

export interface OpenSessionOptions {
  readonly which: WhichSession;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  readonly outbox: Outbox;
  connection(): ConnectionState;
  send(frame: ClientFrame): boolean;
  onClose(): void;
}

/** What the client itself needs of a session, beside what the page sees. */
export interface OpenedSession {
  readonly handle: SessionHandle;
  readonly sync: SessionSync;
  /** The socket is there, or gone. */
  connected(): void;
  disconnected(): void;
  /** The user `userId` is no longer an admin: what is watched, or somebody else's, is no longer open. */
  roleLost(userId: string, error: ClientError): void;
  /** Something outside of the timeline changed: the connection, or what is pending. */
  changed(): void;
}
