import { isAdmin } from '@parley/protocol';
import { guideModel, refuse, remember, roleRequired, type Change } from '@parley/conversation';
import { addNote } from '../people/addNote.ts';
import type { CommandHandler } from './commandHandler.ts';

/** An admin writes an internal note: it stands beside the timeline and changes nothing in it. */
export const adminNote: CommandHandler<'admin.note'> = {
  foreign: () => true,
  decide(session, { id, forAssistant = false }, { user }) {
    if (!isAdmin(user)) return refuse(session, id, roleRequired('admin'));
    const change: Change = { session: remember(session, id), entries: [], frames: [], outcome: { ok: true } };
    return forAssistant ? guideModel(change) : change;
  },

  async follow(session, { text, forAssistant = false }, deps, { command, outcome }) {
    if (outcome.ok) await addNote(deps, session, command, { text, forAssistant });
  },
};
