import type { z } from 'zod';
import { textType } from './textType.ts';

const VALUES = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

/** `true` or `1`, `false` or `0`. */
export function boolean(): z.ZodType<boolean, string> {
  return textType('must be true, false, 1 or 0', (text) => VALUES.get(text));
}
