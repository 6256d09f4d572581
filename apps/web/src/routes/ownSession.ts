import type { SessionState } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';
import type { Sessions } from '@parley/store';

/** A session of this user. Throws `not_found`/`session`, for another user's too: that it exists is nobody's business. */
export async function ownSession(
  sessions: Pick<Sessions, 'load'>,
  id: string,
  userId: string,
): Promise<SessionState> {
  const loaded = await sessions.load(id);
  if (loaded?.state.userId !== userId)
    throw new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
  return loaded.state;
}
