import { ClientError } from '@parley/client';
import { RequestError } from '../http/requestError.ts';
import { errorWords } from './errorWords.ts';

/** Whatever was thrown, as a person wants to read it. */
export function wordsFor(thrown: unknown): string {
  if (thrown instanceof RequestError) return errorWords(thrown.error);
  if (thrown instanceof ClientError) return errorWords(thrown);
  return 'That didn’t work. Please try again.';
}
