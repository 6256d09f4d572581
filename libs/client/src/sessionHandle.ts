import type { ClientFrame, Message, Session } from '@parley/protocol';
import type { ClientError } from './clientError.ts';
import type { ConnectionState } from './connectionState.ts';
import type { PendingMessage, Reply } from './outboxEntry.ts';
import type { PeopleCalls } from './peopleCalls.ts';
import type { TimelineState } from './timelineState.ts';

type WithoutIds<F> = F extends unknown ? Omit<F, 'id' | 'sessionId'> : never;
/** A frame of a session, as a page says it: the ids are filled in. */
export type SessionFrame = WithoutIds<
  Exclude<Extract<ClientFrame, { sessionId: string }>, { type: 'typing' }>
>;

/** A session as it is shown. Each change gives a new one; what didn't change in it stays the same object. */
export interface Timeline extends Pick<
  TimelineState,
  | 'session'
  | 'messages'
  | 'streaming'
  | 'hasMore'
  | 'timesLost'
  | 'ended'
  | 'help'
  | 'typing'
  | 'files'
  | 'notes'
> {
  /** Own messages that the server hasn't shown yet, oldest first. */
  readonly pending: readonly PendingMessage[];
  readonly connection: ConnectionState;
  /** Nothing is known to be missing. */
  readonly isLive: boolean;
  /** An admin's socket gets what only admins see: notes, and that the user is typing. */
  readonly isWatched: boolean;
  /** The server refused to open the session. */
  readonly error: ClientError | undefined;
}

/** A session that is held open, over any number of reconnects. */
export interface SessionHandle extends PeopleCalls {
  /** `undefined` until the first `session.opened`, unless it was named. */
  readonly id: string | undefined;
  readonly timeline: Timeline;
  /** Resolves when the session is open for the first time; rejects with a `ClientError` when it can't be. */
  readonly opened: Promise<Session>;
  /** Calls `listener` on each change; what it returns ends that. */
  subscribe(listener: (timeline: Timeline) => void): () => void;
  /** Sends a frame once the session is open. Resolves on its ack; rejects with a `ClientError`. */
  send(frame: SessionFrame): Promise<Reply>;
  /** Says something: `send` of a `message.send`. */
  say(text: string, more?: { readonly attachments?: string[]; readonly voice?: string }): Promise<Reply>;
  /** Stops the answer that is being written; resolves at once when there is none. */
  stop(): Promise<void>;
  selectModel(model: string): Promise<Reply>;
  /** Has an answer written anew; the new one `replaces` it. */
  regenerate(messageId: string): Promise<Reply>;
  /** Has an answer that was interrupted or stopped go on: a new version that begins with its text. */
  continueAnswer(messageId: string): Promise<Reply>;
  /** Changes an own message; what came after it is superseded, and it is answered anew. */
  edit(messageId: string, text: string): Promise<Reply>;
  /** Rates an answer; `none` takes the rating back. */
  feedback(messageId: string, rating: 'up' | 'down' | 'none', note?: string): Promise<Reply>;
  /** Tells the other side; lost when not connected. */
  typing(active: boolean): void;
  /** Sends a message once more that was refused. */
  retry(messageId: string): void;
  /** Takes a message out that isn't acked. One that is on its way may arrive nevertheless. */
  discard(messageId: string): void;
  /** Adds a page of older entries, got over HTTP; an empty one says that there are none. Throws `RangeError`. */
  prepend(page: readonly Message[]): void;
  /**
   * Lets go of it: no more changes, and it is watched no longer; what is unanswered is rejected, messages wait until it is
   * opened again.
   */
  close(): void;
}
