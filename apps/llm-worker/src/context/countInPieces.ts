import type { CountTokens } from '@parley/conversation';

/**
 * Longest piece that is given to a tokenizer, in UTF-16 units: for a run without spaces it takes the square of its
 * length, and what a user says can be one run of 32,000 characters.
 */
const PIECE = 1_000;
/** A space is looked for in the last part of a piece: words begin with theirs. */
const LOOK_BACK = 200;

/** Where the piece that begins at `from` ends: before a space, else between two characters. */
function endOf(text: string, from: number): number {
  const most = from + PIECE;
  if (most >= text.length) return text.length;
  const space = Math.max(text.lastIndexOf(' ', most), text.lastIndexOf('\n', most));
  if (space > most - LOOK_BACK) return space;
  const isHalf = (text.charCodeAt(most) & 0xfc_00) === 0xdc_00;
  return isHalf ? most - 1 : most;
}

/** Counts a text of any length in time that grows with its length alone; of each 1,000 characters by 1 too many at most. */
export function countInPieces(text: string, count: CountTokens): number {
  let tokens = 0;
  for (let from = 0; from < text.length;) {
    const end = endOf(text, from);
    tokens += count(text.slice(from, end));
    from = end;
  }
  return tokens;
}
