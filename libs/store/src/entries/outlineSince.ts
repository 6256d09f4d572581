import type { EntryOutline } from '@parley/conversation';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { settleSession } from '../pending/settleSession.ts';

const OUTLINE = { _id: 0, id: 1, seq: 1, rev: 1, sender: 1, status: 1, replyTo: 1, version: 1 } as const;

/** What a session's entries from `seq` on are, without their texts, by `seq`: all of them. */
export async function outlineSince(
  context: StoreContext,
  sessionId: string,
  seq: number,
): Promise<EntryOutline[]> {
  await settleSession(context, sessionId);
  const found = context.entries.find({ sessionId, seq: { $gte: seq } }, { projection: OUTLINE });
  return atDatabase('read outline', () => found.sort({ seq: 1 }).toArray() as Promise<EntryOutline[]>);
}
