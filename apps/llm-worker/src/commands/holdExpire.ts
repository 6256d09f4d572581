import { expireHold } from '@parley/conversation';
import { SERVICE } from '../people/SERVICE.ts';
import type { CommandHandler } from './commandHandler.ts';

/** A hold ran out, or its admin is none any more: the assistant has the session again, which is told and put on record however often it takes. */
export const holdExpire: CommandHandler<'hold.expire'> = {
  decide: (session, { id, fence, lost }, { acceptedAt }) => expireHold(session, id, fence, acceptedAt, lost),

  async follow({ id: target, userId, freedBy }, { id, admin, fence, lost }, { store, log }, { command }) {
    if (freedBy !== id) return;
    log.info('takeover.expired', { sessionId: target, userId, adminId: admin });
    await store.audit.append({
      who: SERVICE,
      what: 'takeover.expired',
      target,
      when: command.acceptedAt,
      after: { admin, fence, ...(lost && { lost }) },
      command: `fence ${fence}`,
    });
  },
};
