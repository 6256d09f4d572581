import { guideModel, refuse, releaseRefusal, releaseSession } from '@parley/conversation';
import { isAdmin, ParleyError, type Admin } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { addNote } from '../people/addNote.ts';
import { askedBy } from '../people/askedBy.ts';
import { endIfLost } from '../people/endIfLost.ts';
import { recordHold } from '../people/recordHold.ts';
import { recordRefusal } from '../people/recordRefusal.ts';
import type { CommandHandler } from './commandHandler.ts';

/** The admin of this id, as long as they are known as one. */
async function known({ store }: Deps, id: string): Promise<Admin | undefined> {
  const found = await store.admins.get(id);
  return found && isAdmin(found) ? { id, name: found.name } : undefined;
}

/** An admin hands a session back to the assistant, or over to another admin. What they note is guidance for the assistant. */
export const adminRelease: CommandHandler<'admin.release'> = {
  foreign: () => true,
  async decide(session, { id, to, note }, { user }, deps) {
    const refusal = releaseRefusal(session, user);
    if (refusal) return refuse(session, id, refusal);
    const next = to === undefined ? undefined : await known(deps, to);
    if (next || to === undefined) {
      const change = releaseSession(session, id, user, deps.now(), next);
      return note?.trim() ? guideModel(change) : change;
    }
    const words = 'to: must be an admin who has been seen here.';
    return refuse(session, id, new ParleyError('validation', 'invalid_field', words));
  },

  async follow(session, { id, note, to }, deps, { command, outcome, before }) {
    if (!outcome.ok) return recordRefusal(deps, command, outcome);
    const { user } = command;
    if (note?.trim()) await addNote(deps, session, command, { text: note, forAssistant: true });
    if (to !== undefined) {
      await recordHold(deps, session, { command, before }, to);
      // Whoever has it now may have lost the role meanwhile.
      await endIfLost(deps, session);
      return;
    }
    if (session.freedBy !== id) return;
    deps.log.info('takeover.ended', { sessionId: session.id, userId: session.userId, adminId: user.id });
    await deps.store.audit.append({
      ...askedBy(command, command.acceptedAt),
      what: 'takeover.ended',
      target: session.id,
      after: { fence: session.fence, held: before.admin?.id ?? null },
      command: id,
    });
  },
};
