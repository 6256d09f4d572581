import { cancelHelp } from '@parley/conversation';
import { askedBy } from '../people/askedBy.ts';
import type { CommandHandler } from './commandHandler.ts';

/** The user takes the call for a human back. */
export const helpCancel: CommandHandler<'help.cancel'> = {
  decide: (session, { id }, { acceptedAt }) => cancelHelp(session, id, acceptedAt),

  async follow({ id: target, freedBy }, { id: command }, { store }, { command: asked }) {
    if (freedBy !== command) return;
    const by = askedBy(asked, asked.acceptedAt);
    await store.audit.append({ ...by, what: 'help.cancelled', target, command });
  },
};
