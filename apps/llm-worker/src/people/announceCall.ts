import { roundSent, type HelpCall, type SessionState } from '@parley/conversation';
import type { Notification } from '@parley/protocol';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { roundDue } from './roundDue.ts';
import { SERVICE } from './SERVICE.ts';

function notification(
  { escalation }: Deps,
  { id: sessionId, userId }: SessionState,
  { id, by, requestedAt, reason }: HelpCall,
  round: number,
): Notification {
  return {
    id: `${id}.${round}`,
    kind: 'help',
    by: escalation[round - 1]?.by ?? 'all',
    at: requestedAt,
    title: by === 'user' ? 'Somebody asks for a person' : 'The assistant asks for a person',
    userId,
    sessionId,
    ...(reason !== undefined && { reason }),
    round,
  };
}

/**
 * Puts a call for a human on record and has people notified of it, as far as rounds of the escalation are due. A round
 * is queued before the session knows that it went out: after a crash in between it is queued again, under the same id.
 */
export async function announceCall(deps: Deps, sessionId: string): Promise<void> {
  const { store, bus, now } = deps;
  for (;;) {
    const session = (await store.sessions.load(sessionId))?.state;
    const help = session?.help;
    if (!session || !help) return;
    await store.audit.append({
      who: help.by === 'user' ? session.userId : SERVICE,
      what: 'help.requested',
      target: sessionId,
      when: help.requestedAt,
      where: help.from,
      after: { by: help.by },
      command: help.id,
    });
    if (help.nextRoundAt === undefined || help.nextRoundAt > now()) return;
    const round = help.rounds + 1;
    await bus.publishNotification(notification(deps, session, help, round));
    const next = roundDue(deps, round + 1, help.requestedAt);
    await changeSession(deps, sessionId, (found) => roundSent(found, help.id, round, next));
    deps.log.info('help.notified', { sessionId, userId: session.userId, round });
  }
}
