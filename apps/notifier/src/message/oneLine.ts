import { cleanText } from '@parley/protocol';

/** A text as one line of at most `most` UTF-16 units, without anything that a header or a terminal might obey. */
export function oneLine(text: string, most: number): string {
  const line = cleanText(text)
    .replaceAll(/[\s\u2028\u2029]+/gu, ' ')
    .trim();
  return line.length > most
    ? `${line
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\u{fffd}$/u, '')}…`
    : line;
}
