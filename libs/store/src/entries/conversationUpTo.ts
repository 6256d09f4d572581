import type { Entry } from '@parley/conversation';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { entryKey, WITHOUT_TERMS } from '../documents/EntryDocument.ts';
import { readEntry } from '../documents/readEntry.ts';
import { settleSession } from '../pending/settleSession.ts';

/**
 * The conversation that led to a message, by `seq`: the newest `limit` entries up to it that still count, and the
 * answers to them, wherever those stand: one that was asked for again stands behind everything said meanwhile.
 */
export async function conversationUpTo(
  context: StoreContext,
  sessionId: string,
  messageId: string,
  limit: number,
): Promise<Entry[]> {
  const { entries, keys, unreadable } = context;
  const session = await settleSession(context, sessionId);
  if (!session) return [];
  const key = await keys.of(session);
  const place = { projection: { seq: 1 } };
  const asked = await atDatabase('look for message', () =>
    entries.findOne({ _id: entryKey(sessionId, messageId) }, place),
  );
  if (!asked) return [];
  const { seq } = asked;
  const counts = { sessionId, status: { $ne: 'superseded' as const } };
  const before = entries
    .find({ ...counts, seq: { $lte: seq } }, WITHOUT_TERMS)
    .sort({ seq: -1 })
    .limit(limit);
  const said = await atDatabase('read conversation', () => before.toArray());
  const replyTo = { $in: said.map(({ id }) => id) };
  const later = entries.find({ ...counts, seq: { $gt: seq }, replyTo }, WITHOUT_TERMS).sort({ seq: 1 });
  const answers = await atDatabase('read later answers', () => later.toArray());
  return [...said.reverse(), ...answers].map((document) => readEntry(document, key, unreadable));
}
