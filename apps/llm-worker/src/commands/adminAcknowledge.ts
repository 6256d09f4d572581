import { acknowledgeHelp } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';

/** An admin is on a call for a human: nobody else is notified any more. */
export const adminAcknowledge: CommandHandler<'admin.acknowledge'> = {
  foreign: () => true,
  decide: (session, { id }, { user }) => acknowledgeHelp(session, id, user),

  async follow({ id: target, help }, _frame, { store }, { command: { user, acceptedAt }, outcome }) {
    if (!outcome.ok || help?.acknowledgedBy?.id !== user.id) return;
    const what = 'help.acknowledged';
    await store.audit.append({ who: user.id, what, target, when: acceptedAt, command: help.id });
  },
};
