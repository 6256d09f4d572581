import type { Change, SessionState } from '@parley/conversation';
import type { Command, Outcome } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import type { Tries } from './commandHandler.ts';
import { handlerFor, type ServedCommand } from './handlers.ts';
import { withoutName } from './withoutName.ts';

/** Whether it is its sender's own session. */
export const isOwn = ({ userId }: SessionState, { id }: Command['user']): boolean => userId === id;

/** What became of a command that was applied before; `undefined`: it wasn't. */
async function outcomeOf(
  { store }: Deps,
  session: SessionState,
  { frame: { id, type }, user }: Command,
): Promise<Outcome | undefined> {
  if (type !== 'message.send') return store.outcomes.get(session.id, id);
  // What an admin says may have been refused.
  const told = isOwn(session, user) ? undefined : await store.outcomes.get(session.id, id);
  if (told) return told;
  const known = session.recent.includes(id) || (await store.entries.has(session.id, id));
  return known ? { ok: true, messageId: id } : undefined;
}

/** What a command came to; `change` is missing when it had been applied before. */
export interface Applied {
  /** As it was found. */
  readonly before: SessionState;
  readonly session: SessionState;
  readonly outcome: Outcome;
  readonly change?: Change;
  /** It may have become active, so another one may have to be put away. */
  readonly activated: boolean;
}

/** Applies the command once, however often it comes. `undefined`: its sender may know of no such session. */
export async function applyCommand(
  deps: Deps,
  command: ServedCommand,
  signal: AbortSignal,
  trace: string,
): Promise<Applied | undefined> {
  const { frame, user } = command;
  const handler = handlerFor(frame);
  const tries: Tries = { trace };
  let activated = false;
  const done = await deps.store.sessions.change<Applied | undefined>(frame.sessionId, async (session) => {
    signal.throwIfAborted();
    const own = isOwn(session, user);
    if (!own && !handler.foreign?.(user)) return { result: undefined };
    const known = await outcomeOf(deps, session, command);
    if (known) {
      const result = {
        before: session,
        session,
        outcome: known,
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
    const kept = isTold && { outcome: { commandId: frame.id, outcome: withoutName(outcome) } };
    return {
      change: { session: next, entries, superseded, ...kept },
      result: { before: session, session: next, outcome, change, activated },
    };
  });
  return done?.result;
}
