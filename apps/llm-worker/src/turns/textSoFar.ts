import type { Answer, Entry } from '@parley/conversation';
import { SealedDataError, type Store } from '@parley/store';

interface Kept {
  readonly entries: Pick<Store['entries'], 'get'>;
}

/** An entry as it is kept. One that can't be opened any more counts as none: its session must go on all the same. */
export async function keptEntry(
  { entries }: Kept,
  sessionId: string,
  id: string,
): Promise<Entry | undefined> {
  try {
    return await entries.get(sessionId, id);
  } catch (error) {
    if (error instanceof SealedDataError) return undefined;
    throw error;
  }
}

/** The text of an entry as far as it was kept. */
export const keptText = async (store: Kept, sessionId: string, id: string): Promise<string> =>
  (await keptEntry(store, sessionId, id))?.text ?? '';

/** The text of an answer as far as it was kept; of one that goes on from another that one's, until more is kept. */
export async function textSoFar(
  store: Kept,
  sessionId: string,
  { messageId, continues }: Pick<Answer, 'messageId' | 'continues'>,
): Promise<string> {
  const text = await keptText(store, sessionId, messageId);
  return text === '' && continues !== undefined ? keptText(store, sessionId, continues) : text;
}
