import { cleanText } from '@parley/protocol';
import { nameFrom } from './nameFrom.ts';

/** What models put around a title although they were asked for nothing but the title. */
const BEFORE = /^(?:[#>*_\-\s"'“”„«»‘’「『《`]|title\s*:)+/iu;
const BEHIND = /[*_\s"'“”«»‘’」』》`.。]+$/u;

/** A session's name from what a model answered when it was asked for a title: its first line, bare, cut as names are. */
export function titleFrom(answer: string): string {
  const [line = ''] = cleanText(answer).trim().split('\n');
  return nameFrom(line.replace(BEFORE, '').replace(BEHIND, ''));
}
