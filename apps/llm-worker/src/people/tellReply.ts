import { userKey } from '@parley/bus';
import type { SessionState } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/**
 * A person said something: a user who left an address with the call, and has no socket on the session any more, is told
 * by mail, once for each call. The mail says that there is a reply and where, not what it says.
 */
export async function tellReply({ bus, log, now }: Deps, session: SessionState): Promise<void> {
  const { id: sessionId, userId, reply, admin } = session;
  if (!reply || !admin) return;
  try {
    if (await bus.held(sessionId, userKey(userId))) return;
    await bus.publishNotification({
      id: `${reply.call}.reply`,
      kind: 'reply',
      by: 'email',
      at: now(),
      title: `${admin.name.slice(0, 150)} answered you`,
      to: reply.email,
      userId,
      sessionId,
    });
  } catch (error) {
    // The reply itself is kept and shown; a mail about it holds up nothing behind it.
    if (!(error instanceof ParleyError)) throw error;
    log.warn('reply.untold', { sessionId, cause: error });
  }
}
