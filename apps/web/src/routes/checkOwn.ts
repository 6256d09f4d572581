import { ParleyError } from '@parley/protocol';
import type { Sessions } from '@parley/store';

/** Throws what `ownSession` throws unless it is a session of this user. None of its texts need be readable for it. */
export async function checkOwn(
  sessions: Pick<Sessions, 'withoutTexts'>,
  id: string,
  userId: string,
): Promise<void> {
  if ((await sessions.withoutTexts(id))?.userId !== userId)
    throw new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
}
