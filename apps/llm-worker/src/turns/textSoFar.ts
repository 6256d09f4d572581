import { SealedDataError, type Store } from '@parley/store';

/**
 * The text of an answer as far as it was kept. One that can't be opened any more counts as none: the answer must come to
 * its end all the same.
 */
export async function textSoFar(
  { entries }: { readonly entries: Pick<Store['entries'], 'get'> },
  sessionId: string,
  messageId: string,
): Promise<string> {
  try {
    return (await entries.get(sessionId, messageId))?.text ?? '';
  } catch (error) {
    if (error instanceof SealedDataError) return '';
    throw error;
  }
}
