import type { z } from 'zod';
import { textType } from './textType.ts';

/** Exactly one of some words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): z.ZodType<Word, string> {
  return textType(`must be one of ${words.join(', ')}`, (text) => words.find((word) => word === text));
}
