import { asOneLine, type CountTokens } from '@parley/conversation';

/** UTF-16 units that are counted at a stretch. */
const PIECE = 4_000;

/** As much of a text as was taken. */
export interface Taken {
  readonly text: string;
  /** Of the text as a JSON string on one line. */
  readonly tokens: number;
  readonly isWhole: boolean;
}

/** `text` without half a character at its end. */
const whole = (text: string): string => text.replace(/[\ud800-\udbff]$/, '');

/** The longest beginning of `piece` of at most `most` tokens, found by halves. */
function fitting(piece: string, most: number, count: CountTokens): string {
  let [fits, over] = [0, piece.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (count(asOneLine(piece.slice(0, middle))) <= most) fits = middle;
    else over = middle;
  }
  return whole(piece.slice(0, fits));
}

/** The beginning of a text that has at most `most` tokens as a JSON string, counted piece by piece. */
export async function takeTokens(
  text: string,
  most: number,
  count: CountTokens,
  pause: () => Promise<void>,
): Promise<Taken> {
  let taken = '';
  let tokens = 0;
  for (let at = 0; at < text.length;) {
    const piece = whole(text.slice(at, at + PIECE)) || text.slice(at, at + PIECE);
    const counted = count(asOneLine(piece));
    if (tokens + counted > most) {
      const rest = fitting(piece, most - tokens, count);
      return { text: taken + rest, tokens: tokens + count(asOneLine(rest)), isWhole: false };
    }
    tokens += counted;
    taken += piece;
    at += piece.length;
    await pause();
  }
  return { text, tokens: Math.max(tokens, count('""')), isWhole: true };
}
