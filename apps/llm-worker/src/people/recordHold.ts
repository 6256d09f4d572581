import type { SessionState } from '@parley/conversation';
import type { Command } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { askedBy } from './askedBy.ts';

/** How somebody came to have a session: `forced`, from whoever had it; `handedOver`, by whoever had it or a supervisor. */
function wayOf({ frame }: Command, held: string | undefined): { forced?: true; handedOver?: true } {
  if (frame.type === 'admin.release') return { handedOver: true };
  return held === undefined ? {} : { forced: true };
}

/**
 * Puts on record who has a session now, how, and who had it before: once for each hold, which its fence names, however
 * often it is told. A redelivery finds the session as it is, and no more who had it.
 */
export async function recordHold(
  { store, log }: Deps,
  { id: target, userId, fence }: SessionState,
  { command, before }: { readonly command: Command; readonly before: SessionState },
  admin: string,
): Promise<void> {
  log.info('takeover.started', { sessionId: target, userId, adminId: admin });
  const isFound = before.fence < fence;
  const held = isFound ? before.admin?.id : undefined;
  await store.audit.append({
    ...askedBy(command, command.acceptedAt),
    what: 'takeover.started',
    target,
    ...(isFound && { before: { admin: held ?? null } }),
    after: { admin, fence, ...wayOf(command, held) },
    command: `fence ${fence}`,
  });
}
