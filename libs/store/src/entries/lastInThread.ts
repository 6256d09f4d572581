import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { settleSession } from '../pending/settleSession.ts';

/**
 * The id of the last entry that was written in a provider's own conversation, whether it still counts or not;
 * `undefined`: none was.
 */
export async function lastInThread(
  context: StoreContext,
  sessionId: string,
  thread: string,
): Promise<string | undefined> {
  if (!(await settleSession(context, sessionId))) return undefined;
  const found = await atDatabase('look for thread', () =>
    context.entries
      .find({ sessionId, thread }, { projection: { id: 1 } })
      .sort({ seq: -1 })
      .limit(1)
      .toArray(),
  );
  return found[0]?.id;
}
