import { acknowledgeHelp } from '@parley/conversation';
import { askedBy } from '../people/askedBy.ts';
import type { CommandHandler } from './commandHandler.ts';

/** An admin is on a call for a human: nobody else is notified any more. */
export const adminAcknowledge: CommandHandler<'admin.acknowledge'> = {
  foreign: () => true,
  decide: (session, { id }, { user }) => acknowledgeHelp(session, id, user),

  async follow({ id: target, help }, _frame, { store }, { command, outcome }) {
    if (!outcome.ok || help?.acknowledgedBy?.id !== command.user.id) return;
    const by = askedBy(command, command.acceptedAt);
    await store.audit.append({ ...by, what: 'help.acknowledged', target, command: help.id });
  },
};
