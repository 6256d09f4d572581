import { requestHelp } from '@parley/conversation';
import { announceNow } from '../people/announceNow.ts';
import { queueFor } from '../people/queueFor.ts';
import { roundDue } from '../people/roundDue.ts';
import type { CommandHandler } from './commandHandler.ts';

/** The user calls a human: the first round of the escalation goes out with it. */
export const helpRequest: CommandHandler<'help.request'> = {
  async decide(session, frame, { acceptedAt, from }, deps) {
    const since = session.help?.requestedAt ?? acceptedAt;
    const queue = await queueFor(deps, session.id, since);
    return requestHelp(session, frame, acceptedAt, {
      from,
      nextRoundAt: roundDue(deps, 1, acceptedAt),
      queue,
    });
  },
  follow: (session, _frame, deps) => announceNow(deps, session),
};
