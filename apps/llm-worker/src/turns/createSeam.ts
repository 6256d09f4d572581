/** Of the text before, what may be said again, in UTF-16 units. */
const LONGEST = 400;
/** What is shorter may well be meant: the indentation of a line, a word that stands twice. */
const SHORTEST = 12;

/** Where an answer goes on: what is said anew, without what was said before. */
export interface Seam {
  /** The next piece, without what is held back or dropped. */
  push(piece: string): string;
  /** What is held back still, at the end of the text. */
  end(): string;
}

/**
 * Joins what a model says to the text `before`, with which it was to go on. Some repeat its last words first: those are
 * dropped, but only if they are exactly the end of `before`. As long as what was said stands in there, it is held back.
 */
export function createSeam(before: string): Seam {
  const tail = before.slice(-LONGEST);
  let held = '';
  let isJoined = before === '';
  /** Without the longest repetition that it begins with. */
  const join = (): string => {
    isJoined = true;
    for (let length = Math.min(tail.length, held.length); length >= SHORTEST; length--) {
      if (tail.endsWith(held.slice(0, length))) return held.slice(length);
    }
    return held;
  };
  return {
    push(piece) {
      if (isJoined) return piece;
      held += piece;
      return tail.includes(held) ? '' : join();
    },
    end: () => (isJoined ? '' : join()),
  };
}
