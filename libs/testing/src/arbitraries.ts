import * as fc from 'fast-check';

/** Ids as clients make them: UUIDs of version 4. */
export const anyUuid = (): fc.Arbitrary<string> => fc.uuid({ version: 4 });

const RIGHT_TO_LEFT = ['שלום', 'مرحبا', 'אבג 123 def', '\u200f', '\u200e'];
const EMOJI = ['😀', '👩‍👩‍👧‍👦', '🇩🇪', '👍🏽', 'e\u0301', '\u{1f9d1}\u200d\u{1f4bb}'];
const BIDI_CONTROLS = [
  '\u202a',
  '\u202b',
  '\u202c',
  '\u202d',
  '\u202e',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u2069',
];
const CONTROLS = [
  '\0',
  '\x01',
  '\x07',
  '\b',
  '\t',
  '\n',
  '\v',
  '\f',
  '\r',
  '\x1b',
  '\x7f',
  '\u0080',
  '\u0085',
  '\u009f',
  '\r\n',
  '\u2028',
  '\u2029',
  '\ufeff',
];
const HALVES = ['\ud800', '\udbff', '\udc00', '\udfff'];
const MARKUP = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '&lt;',
  '`code`',
  '```\n',
  '$x^2$',
  '**b**',
];

/** One piece of text: any character, or one of those that are easily got wrong. */
const anyPiece = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom(...RIGHT_TO_LEFT, ...EMOJI, ...MARKUP) },
    { weight: 1, arbitrary: fc.constantFrom(...BIDI_CONTROLS, ...CONTROLS, ...HALVES) },
  );

/**
 * Any text that a program might be given: every script, emoji of several code points, text from right to left, control
 * characters, lone halves of surrogate pairs, markup.
 * @param maxPieces how many pieces at most; 40 when left out
 */
export const anyText = (maxPieces = 40): fc.Arbitrary<string> =>
  fc.array(anyPiece(), { maxLength: maxPieces }).map((pieces) => pieces.join(''));

/** Text that a person may send: as `anyText`, but well-formed Unicode and more than white space and controls. */
export const anyMessageText = (maxPieces = 40): fc.Arbitrary<string> =>
  fc
    .tuple(anyText(maxPieces), fc.constantFrom('a', 'ß', '字', 'ש', '😀'), anyText(maxPieces))
    .map((parts) => parts.join('').toWellFormed());

/** User ids: any text of 1 to 200 UTF-16 units, those among them that would be dangerous in a queue's subject. */
export const anyUserId = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('*', '>', 'a.b', '..', ' ', '$JS', 'user@example.com', '../x', '"', 'x'.repeat(200)),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
    anyText().map((text) => `u${text}`.slice(0, 200).toWellFormed()),
  );
