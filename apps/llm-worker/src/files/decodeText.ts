/** Longest text that is taken from a file, in UTF-16 units. */
export const MOST_TEXT = 400_000;

/** Bytes of a text in UTF-8 that are looked at: no character has more than four. */
const MOST_BYTES = MOST_TEXT * 4;
/** Of the characters, how many may be control characters: terminals' colours are text, programs aren't. */
const MOST_CONTROL = 0.02;

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** A text, and whether it is all that was there. */
export interface Text {
  readonly text: string;
  readonly isWhole: boolean;
}

/** The first `MOST_TEXT` of a text, never half a character. */
export function firstOf(text: string): Text {
  if (text.length <= MOST_TEXT) return { text, isWhole: true };
  return { text: text.slice(0, MOST_TEXT).replace(/[\ud800-\udbff]$/, ''), isWhole: false };
}

/** The text in a file of UTF-8, or of UTF-16 with its mark; `undefined`: it is none. */
export function decodeText(bytes: Uint8Array): Text | undefined {
  const part = bytes.subarray(0, MOST_BYTES);
  const isPart = part.length < bytes.length;
  let decoded: string;
  try {
    decoded = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(part, { stream: isPart });
  } catch {
    return undefined;
  }
  const control = decoded.match(/[^\P{Cc}\s]/gu)?.length ?? 0;
  if (decoded.includes('\0') || control > decoded.length * MOST_CONTROL) return undefined;
  const { text, isWhole } = firstOf(decoded);
  return { text, isWhole: isWhole && !isPart };
}
