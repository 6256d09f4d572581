import type { Answer, AnswerEnd, Entry } from '@parley/conversation';
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

/**
 * An answer as far as it was kept: its text (of one that goes on from another that one's, until more is kept), and who
 * wrote it in place of the chosen model.
 */
export async function keptSoFar(
  store: Kept,
  sessionId: string,
  { messageId, continues }: Pick<Answer, 'messageId' | 'continues'>,
): Promise<Pick<AnswerEnd, 'text' | 'model'>> {
  const { text: own = '', fallbackFor, model } = (await keptEntry(store, sessionId, messageId)) ?? {};
  const goesOn = own === '' && continues !== undefined;
  const text = goesOn ? await keptText(store, sessionId, continues) : own;
  return { text, ...(fallbackFor !== undefined && model !== undefined && { model }) };
}
