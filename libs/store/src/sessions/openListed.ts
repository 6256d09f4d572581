import type { SessionState } from '@parley/conversation';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { fromSessionDocument, type ListedSession } from '../documents/SessionDocument.ts';

/** What lists of sessions don't read. */
export const UNLISTED = { pending: 0, nameTerms: 0 } as const;

/**
 * The sessions in documents; those that can't be opened are told and left out.
 * @throws SealedDataError instead of leaving one out, if it must be `whole`
 */
export async function openListed(
  { keys, unreadable }: StoreContext,
  documents: readonly ListedSession[],
  whole = false,
): Promise<SessionState[]> {
  const keyOf = await keys.ofAll(documents);
  return documents.flatMap((document) => {
    try {
      return [fromSessionDocument(document, keyOf(document))];
    } catch (error) {
      if (!(error instanceof SealedDataError)) throw error;
      unreadable(error);
      if (whole) throw error;
      return [];
    }
  });
}
