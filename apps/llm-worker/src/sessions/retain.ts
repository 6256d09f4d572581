import { randomUUID } from 'node:crypto';
import type { SessionOf } from '@parley/store';
import type { Deps } from '../deps.ts';

/** Sessions that one look has deleted at most; the rest waits for the next one. */
const MOST = 1_000;

/** Has a session deleted; asked again by another worker within two minutes, the queue takes it once. */
async function remove({ bus, now }: Deps, { id: sessionId, userId }: SessionOf): Promise<void> {
  const frame = {
    type: 'session.delete' as const,
    id: randomUUID(),
    sessionId,
    reason: 'retention' as const,
  };
  const command = { frame, user: { id: userId, roles: [] }, acceptedAt: now() };
  await bus.publishCommand(command, { msgId: `${sessionId}.retention` });
}

/**
 * Has the sessions deleted that nobody used for longer than they are to be kept. It takes its place in each session's
 * queue, behind all that was sent into it.
 */
export async function retain(deps: Deps, retentionMs: number): Promise<void> {
  let count = 0;
  for await (const unused of deps.store.sessions.unused(deps.now() - retentionMs)) {
    await remove(deps, unused);
    if (++count === MOST) break;
  }
  if (count > 0) deps.log.info('sessions.expired', { count });
}
