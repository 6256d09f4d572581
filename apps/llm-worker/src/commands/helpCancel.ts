import { cancelHelp } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';

/** The user takes the call for a human back. */
export const helpCancel: CommandHandler<'help.cancel'> = {
  decide: (session, { id }, { acceptedAt }) => cancelHelp(session, id, acceptedAt),

  async follow({ id: target, userId, freedBy }, { id: command }, { store }, { command: { acceptedAt } }) {
    if (freedBy !== command) return;
    await store.audit.append({ who: userId, what: 'help.cancelled', target, when: acceptedAt, command });
  },
};
