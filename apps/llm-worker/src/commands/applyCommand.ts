import type { Change, SessionState } from '@parley/conversation';
import type { Command, Outcome } from '@parley/protocol';
import { SealedDataError } from '@parley/store';
import type { Deps } from '../deps.ts';
import type { Tries } from './commandHandler.ts';
import { handlerFor, type ServedCommand } from './handlers.ts';
import { outcomeOf } from './outcomeOf.ts';
import { sentBy } from './sentBy.ts';
import { withoutName } from './withoutName.ts';

/** Whether it is its sender's own session. */
export const isOwn = ({ userId }: SessionState, { id }: Command['user']): boolean => userId === id;

/** What a command came to; `change` is missing when it had been applied before. */
export interface Applied {
  /** As it was found. */
  readonly before: SessionState;
  readonly session: SessionState;
  readonly outcome: Outcome;
  readonly change?: Change;
  /** Its id was another command's: all that happens is that its sender is told. */
  readonly isOther: boolean;
  /** It may have become active, so another one may have to be put away. */
  readonly activated: boolean;
}

/**
 * Applies the command once, however often it comes. `gone`: there is no such session any more, nor for anybody;
 * `foreign`: there is none that its sender may know of.
 */
export async function applyCommand(
  deps: Deps,
  command: ServedCommand,
  signal: AbortSignal,
  trace: string,
): Promise<Applied | 'gone' | 'foreign'> {
  try {
    return await applyToOpened(deps, command, signal, trace);
  } catch (error) {
    if (!(error instanceof SealedDataError) || command.frame.type !== 'session.delete') throw error;
    return applyUnopened(deps, command, trace);
  }
}

/** A removal needs no texts: one of a session that can't be opened is only told, as what follows it takes all away. */
async function applyUnopened(
  deps: Deps,
  command: ServedCommand,
  trace: string,
): Promise<Applied | 'gone' | 'foreign'> {
  const { frame, user } = command;
  const session = await deps.store.sessions.withoutTexts(frame.sessionId);
  if (!session) return 'gone';
  if (!isOwn(session, user)) return 'foreign';
  const change = await handlerFor(frame).decide(session, frame, command, deps, { trace });
  const { session: next, outcome } = change;
  return { before: session, session: next, outcome, change, isOther: false, activated: false };
}

async function applyToOpened(
  deps: Deps,
  command: ServedCommand,
  signal: AbortSignal,
  trace: string,
): Promise<Applied | 'gone' | 'foreign'> {
  const { frame, user } = command;
  const handler = handlerFor(frame);
  const tries: Tries = { trace };
  let activated = false;
  const done = await deps.store.sessions.change<Applied | 'gone' | 'foreign'>(
    frame.sessionId,
    async (session) => {
      signal.throwIfAborted();
      const own = isOwn(session, user);
      if (!own && !handler.foreign?.(user)) return { result: 'foreign' };
      // Its removal may come again, to be completed.
      if (session.removed && frame.type !== 'session.delete') return { result: 'gone' };
      const known = await outcomeOf(deps, session, command);
      if (known) {
        const result = {
          before: session,
          session,
          ...known,
          activated: own && session.state === 'active',
        };
        return { result };
      }
      const change = await handler.decide(session, frame, command, deps, tries);
      const { session: next, entries, superseded, outcome } = change;
      if (own && session.state !== 'active' && next.state === 'active') {
        // A choice stands, even if this change doesn't count and the next try finds the session active.
        activated = true;
        await deps.store.users.activate(user.id, next.id, command.acceptedAt);
      }
      const isTold = frame.type !== 'message.send' || !own;
      const kept = isTold && {
        outcome: { commandId: frame.id, outcome: withoutName(outcome), sent: sentBy(command) },
      };
      return {
        change: { session: next, entries, superseded, ...kept },
        result: { before: session, session: next, outcome, change, isOther: false, activated },
      };
    },
  );
  return done?.result ?? 'gone';
}
