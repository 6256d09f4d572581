import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cleanText, createTextCleaner } from './cleanText.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        'a',
        '\r',
        '\n',
        '\r\n',
        '\t',
        '\0',
        '\u007f',
        '\u0085',
        '\u202e',
        '\u2069',
        '\ud83d',
        '\ude00',
        '😀',
        '👩‍👧',
        'שלום',
      ),
    )
    .map((parts) => parts.join('')),
);

/** The rule, said the slow way. */
function allowed(text: string): string {
  return Array.from(text.replaceAll('\r\n', '\n'))
    .filter((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code === 0x09 || code === 0x0a) return true;
      if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;
      if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return false;
      return code < 0xd800 || code > 0xdfff;
    })
    .join('');
}

describe('cleanText', () => {
  test('[P42] takes out what the rule names and nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => expect(cleanText(text)).toBe(allowed(text))),
      { numRuns: 1_000 },
    );
  });

  test('[P42] is done after one time', () => {
    fc.assert(fc.property(anyText, (text) => expect(cleanText(cleanText(text))).toBe(cleanText(text))));
  });

  test('[P42][P28] in pieces it gives the same text, however it is cut', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(40)), (text, cuts) => {
        const cleaner = createTextCleaner();
        const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length].sort((a, b) => a - b);
        const pieces = at.slice(1).map((end, index) => cleaner.push(text.slice(at[index], end)));
        expect(pieces.join('')).toBe(cleanText(text));
        for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
