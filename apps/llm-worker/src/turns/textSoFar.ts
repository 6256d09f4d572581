import type { Answer } from '@parley/conversation';
import { SealedDataError, type Store } from '@parley/store';

interface Kept {
  readonly entries: Pick<Store['entries'], 'get'>;
}

/**
 * The text of an entry as far as it was kept. One that can't be opened any more counts as none: the answer must come to
 * its end all the same.
 */
export async function keptText({ entries }: Kept, sessionId: string, id: string): Promise<string> {
  try {
    return (await entries.get(sessionId, id))?.text ?? '';
  } catch (error) {
    if (error instanceof SealedDataError) return '';
    throw error;
  }
}

/** The text of an answer as far as it was kept; of one that goes on from another that one's, until more is kept. */
export async function textSoFar(
  store: Kept,
  sessionId: string,
  { messageId, continues }: Pick<Answer, 'messageId' | 'continues'>,
): Promise<string> {
  const text = await keptText(store, sessionId, messageId);
  return text === '' && continues !== undefined ? keptText(store, sessionId, continues) : text;
}
