import { MAX_NAME } from '@parley/protocol';

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** As many leading segments as fit into `length` UTF-16 units. */
function fit(text: string, segmenter: Intl.Segmenter, length: number): string {
  let end = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/**
 * A session's name from its first message: one line of at most 60 UTF-16 units, cut at a word boundary of whatever
 * script it is written in; a single word that is longer is cut between characters as a reader sees them.
 */
export function nameFrom(text: string): string {
  const line = text.trim().replace(/\s+/gu, ' ');
  if (line.length <= MAX_NAME) return line;
  const room = MAX_NAME - 1;
  const cut = fit(line, words, room).trimEnd() || fit(line, graphemes, room);
  return `${cut}…`;
}
