import type { SessionState } from '@parley/conversation';
import type { Command } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { askedBy } from './askedBy.ts';

/** Puts on record who has a session now: once for each hold, which its fence names, however often it is told. */
export async function recordHold(
  { store, log }: Deps,
  { id: target, userId, fence }: SessionState,
  command: Command,
  admin: string,
): Promise<void> {
  log.info('takeover.started', { sessionId: target, userId, adminId: admin });
  await store.audit.append({
    ...askedBy(command, command.acceptedAt),
    what: 'takeover.started',
    target,
    after: { admin, fence },
    command: `fence ${fence}`,
  });
}
