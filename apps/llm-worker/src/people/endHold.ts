import { randomUUID } from 'node:crypto';
import type { SessionState } from '@parley/conversation';
import type { Deps } from '../deps.ts';

/**
 * Has the queue end a hold that ran out, or (`lost`) whose admin is none any more. Each sweep and each worker asks again;
 * of those that mean the same end it takes one.
 */
export async function endHold(
  { bus, now }: Deps,
  { id: sessionId, userId, fence, holdUntil }: SessionState,
  admin: string,
  lost: boolean,
): Promise<void> {
  const frame = { type: 'hold.expire' as const, id: randomUUID(), sessionId, admin, fence, lost };
  const command = { frame, user: { id: userId, roles: [] }, acceptedAt: now() };
  const msgId = `${sessionId}.hold.${fence}.${lost ? 'lost' : holdUntil}`;
  await bus.publishCommand(command, { msgId });
}
