import type { SessionState } from '@parley/conversation';
import { ParleyError, type Outcome } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import type { ServedCommand } from './handlers.ts';
import { sentBy } from './sentBy.ts';
import { withName } from './withName.ts';

/** A command's outcome that is known before it is applied. */
export interface Known {
  readonly outcome: Outcome;
  /** Its id was another command's: it is refused, and nothing follows. */
  readonly isOther: boolean;
}

const other = (): Known => {
  const words = 'id: was used for another frame; every frame needs one of its own.';
  const error = new ParleyError('validation', 'invalid_field', words);
  return { outcome: { ok: false, error: error.toWire() }, isOther: true };
};

/** What is known of a message by its entry, which is known for ever. Nobody but its user is a `user` in a session. */
async function saidBefore(
  { store }: Deps,
  { id: sessionId, userId }: SessionState,
  { frame: { id }, user }: ServedCommand,
): Promise<Known | undefined> {
  if (!(await store.entries.has(sessionId, id))) return undefined;
  const entry = await store.entries.get(sessionId, id);
  const sender = userId === user.id ? 'user' : 'admin';
  return entry?.sender === sender ? { outcome: { ok: true, messageId: id }, isOther: false } : other();
}

/**
 * What became of a command that was applied before, however often it comes; or its refusal, when its id is that of
 * another command: another frame, another content or another person's. `undefined`: it is new.
 */
export async function outcomeOf(
  deps: Deps,
  session: SessionState,
  command: ServedCommand,
): Promise<Known | undefined> {
  const { id, type } = command.frame;
  // A user's message was acked before it came here, so nothing but a message of the same id is in its way.
  if (type === 'message.send' && session.userId === command.user.id)
    return saidBefore(deps, session, command);
  const told = await deps.store.outcomes.told(session.id, id, sentBy(command));
  if (told) return told.isSame ? { outcome: withName(told.outcome, session), isOther: false } : other();
  if (type === 'message.send') return saidBefore(deps, session, command);
  return (await deps.store.entries.has(session.id, id)) ? other() : undefined;
}
