import type { DataKey } from '../crypto/createDataKey.ts';
import { indexerOf } from './indexerOf.ts';
import { tokensOf } from './tokensOf.ts';
import { wordsToIndex } from './wordsToIndex.ts';

/** Terms of one text. */
const MOST_TERMS = 2000;
/** Stands for all words of a text that has too many of them. No word is it. */
const TOO_MANY = '\0';

/** What a text is found by: its words, so that nobody without the user's key can tell them. */
export function termsOf(text: string, key: DataKey): string[] {
  const words = wordsToIndex(tokensOf(text), MOST_TERMS);
  return indexerOf(key)(words ?? [TOO_MANY]);
}

/** The term of texts with too many words for an index of their own: each of them may be meant. */
export const tooManyTerm = (key: DataKey): string[] => indexerOf(key)([TOO_MANY]);
