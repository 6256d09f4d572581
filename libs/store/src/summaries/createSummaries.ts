import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { fromSummaryDocument, toSummaryDocument, type Summary } from '../documents/SummaryDocument.ts';

/** Summaries of sessions: which of them counts is said by the session, `summary`. They go with it. */
export type Summaries = ReturnType<typeof createSummaries>;

const OWNER = { projection: { userId: 1, dataKey: 1 } } as const;

export function createSummaries({ sessions, summaries, keys, unreadable }: StoreContext) {
  const ownerOf = (sessionId: string) =>
    atDatabase('read owner of summary', () => sessions.findOne({ _id: sessionId }, OWNER));

  return {
    /**
     * Keeps a summary, before its session says that it counts; one that is kept already stays as it is.
     * @returns false when there is no such session
     */
    async put(summary: Summary): Promise<boolean> {
      const owner = await ownerOf(summary.sessionId);
      if (!owner) return false;
      const document = toSummaryDocument(summary, await keys.of(owner));
      try {
        await atDatabase('keep summary', () => summaries.insertOne(document));
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      return true;
    },

    /** A summary; `undefined`: there is none, or it can't be opened, and who needs it makes another one. */
    async get(id: string): Promise<Summary | undefined> {
      const document = await atDatabase('read summary', () => summaries.findOne({ _id: id }));
      const owner = document && (await ownerOf(document.sessionId));
      if (!document || !owner) return undefined;
      try {
        return fromSummaryDocument(document, await keys.of(owner));
      } catch (error) {
        if (!(error instanceof SealedDataError)) throw error;
        unreadable(error);
        return undefined;
      }
    },

    /** Drops the summaries of a session but for the one that counts; all of them when none does. */
    async dropOthers(sessionId: string, counts?: string): Promise<void> {
      const others = { sessionId, ...(counts !== undefined && { _id: { $ne: counts } }) };
      await atDatabase('drop summaries', () => summaries.deleteMany(others));
    },
  };
}
