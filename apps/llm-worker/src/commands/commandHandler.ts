import type { Change, SessionState } from '@parley/conversation';
import type { Command, Outcome, Stopped, User } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** The commands that this worker serves. */
export type ServedType =
  | 'message.send'
  | 'message.stop'
  | 'message.regenerate'
  | 'message.continue'
  | 'message.edit'
  | 'message.feedback'
  | 'model.select'
  | 'help.request'
  | 'help.cancel'
  | 'admin.takeover'
  | 'admin.release'
  | 'admin.acknowledge'
  | 'admin.note'
  | 'hold.expire'
  | 'session.rename'
  | 'session.archive'
  | 'session.delete';

/** The frame of one type of command. */
export type FrameOf<T extends ServedType> = Extract<Command['frame'], { type: T }>;

/** How one type of command is handled. */
export interface CommandHandler<T extends ServedType> {
  /** Whether this sender may send it into somebody else's session; `decide` may still refuse it. None may when left out. */
  foreign?(user: User): boolean;
  /** What the command does to the session. Called again when the session changed meanwhile. */
  decide(
    session: SessionState,
    frame: FrameOf<T>,
    command: Command,
    deps: Deps,
    tries: Tries,
  ): Change | Promise<Change>;
  /**
   * What is to follow once the change is kept. Done again with every redelivery, so it must be idempotent. `before` is
   * the session as the change found it; with a redelivery, as it is.
   */
  follow?(session: SessionState, frame: FrameOf<T>, deps: Deps, following: Following): Promise<void>;
}

/** What one delivery of a command remembers from one try to the next. */
export interface Tries {
  readonly trace: string;
  /** The answer whose writer was asked to stop, and what that one said. */
  stopped?: { readonly messageId: string; readonly said: Stopped | undefined };
}

/** What is known of the command whose change is followed. */
export interface Following {
  readonly trace: string;
  readonly command: Command;
  readonly outcome: Outcome;
  readonly before: SessionState;
}
