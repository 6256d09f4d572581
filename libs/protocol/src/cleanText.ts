/**
 * What never stands in a stored or shown text: C0, DEL and C1 controls but tab and line feed, the bidi controls
 * U+202A–202E and U+2066–2069, and halves of surrogate pairs that stand alone (`u`: a whole pair is one character).
 * CRLF becomes LF by losing its carriage return.
 */
const FORBIDDEN = /(?![\t\n])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** The text as it may be stored and shown; everything else of it (code, emoji with ZWJ, right-to-left) stays as it is. */
export const cleanText = (text: string): string => text.replace(FORBIDDEN, '');

/** Cleans a text that comes in pieces: the pieces together are `cleanText` of the whole, however it was cut. */
export interface TextCleaner {
  /** The next piece, cleaned. A first half of a surrogate pair at its end waits for the next piece. */
  push(piece: string): string;
}

const endsInsidePair = (text: string): boolean => {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
};

/** A cleaner for one text. What it still holds at the end of the text is half a pair, and so never shown. */
export function createTextCleaner(): TextCleaner {
  let held = '';
  return {
    push(piece) {
      const text = held + piece;
      held = endsInsidePair(text) ? text.slice(-1) : '';
      return cleanText(held ? text.slice(0, -1) : text);
    },
  };
}
