import type { Change, SessionState } from '@parley/conversation';
import type { ClientFrameOf, Command } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** The commands that this worker serves. */
export type ServedType = 'message.send' | 'message.stop' | 'model.select';

/** How one type of command is handled. */
export interface CommandHandler<T extends ServedType> {
  /** What the command does to the session. Called again when the session changed meanwhile. */
  decide(
    session: SessionState,
    frame: ClientFrameOf<T>,
    command: Command,
    deps: Deps,
  ): Change | Promise<Change>;
  /** What is to follow once the change is kept. Done again with every redelivery, so it must be idempotent. */
  follow?(session: SessionState, frame: ClientFrameOf<T>, deps: Deps, trace: string): Promise<void>;
}
