import type { Match } from './sessionsApi.ts';

/** A piece of a passage, and whether it is what was looked for. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Cuts a passage where its ranges begin and end. Ranges that lie outside or within another are cut to fit. */
export function piecesOf({ passage, ranges }: Pick<Match, 'passage' | 'ranges'>): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (to: number, hit: boolean): void => {
    if (to > at) pieces.push({ text: passage.slice(at, to), hit });
    at = Math.max(at, to);
  };
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    add(Math.min(from, passage.length), false);
    add(Math.min(to, passage.length), true);
  }
  add(passage.length, false);
  return pieces;
}
