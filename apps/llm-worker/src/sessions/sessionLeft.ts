import { userKey, verdict, type Verdict } from '@parley/bus';
import { keepPresent, leaveSession, presentUntil } from '@parley/conversation';
import type { Command } from '@parley/protocol';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';

/**
 * The last socket that had a session open closed, on one gateway. On another one there may be more, or the same page
 * again, so that is asked first. It may be heard of twice, or never: the sweep knows how to do without.
 */
export async function sessionLeft(deps: Deps, { frame, user, acceptedAt }: Command): Promise<Verdict> {
  const { bus, continuityMs } = deps;
  const { sessionId } = frame;
  await changeSession(deps, sessionId, async (session) => {
    if (session.userId !== user.id || session.state !== 'active') return undefined;
    if (await bus.held(sessionId, userKey(user.id)))
      return keepPresent(session, presentUntil(acceptedAt, continuityMs));
    return leaveSession(session, acceptedAt);
  });
  return verdict.done;
}
