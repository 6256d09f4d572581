import * as fc from 'fast-check';

/** Words of scripts with spaces; each in forms that count as the same word. */
const WORDS: readonly (readonly [string, ...string[]])[] = [
  ['strasse', 'Straße', 'STRASSE'],
  ['café', 'CAFE', 'cafe\u0301'],
  ['naive', 'Naïve', 'ｎａｉｖｅ'],
  ['office', 'oﬀice', 'Of\u00adfice'],
  ['istanbul', 'İSTANBUL', 'ıstanbul'],
  ['don’t', 'DON’T', "don't"],
  ['œuvre', 'OEUVRE', 'oeuvre'],
  ['foo_bar', 'Foo.Bar', 'ＦＯＯ_bar'],
  ['3.14', '３.１４'],
  ['ёлка', 'ЕЛКА', 'елка'],
  ['привет', 'Привет'],
  ['σοφος', 'ΣΟΦΟΣ', 'σοφός'],
  ['محمد', 'مُحَمَّد'],
  ['كتاب', 'كتــاب'],
  ['שלום', 'שָׁלוֹם'],
  ['नमस्ते'],
  ['दुनिया'],
  ['한국어', '한국어'.normalize('NFD')],
  ['서울'],
];
/** Words of scripts without. */
const RUNS = [
  '北京',
  '大学',
  '学',
  '京',
  '北京大学',
  '日本',
  '本日',
  'です',
  'カメラ',
  'ไทย',
  'ประเทศ',
  'น้ำ',
  'ភាសា',
  'မြန်မာ',
];
const BETWEEN = [' ', ', ', '\n', ' 😀 ', ' — ', '. ', ' (👩‍👩‍👧‍👦) ', '! ', ' 🇩🇪❤️ ', ' "'];

/** A piece of what is said: a word by its place in the vocabulary and the form it is written in, or a run. */
export type Piece = { readonly word: number; readonly form: number } | { readonly run: string };

export interface Phrase {
  readonly pieces: readonly Piece[];
  /** What stands behind each piece; between two runs there may be nothing. */
  readonly between: readonly string[];
}

const anyPiece = (): fc.Arbitrary<Piece> =>
  fc.oneof(
    fc.record({ word: fc.nat(WORDS.length - 1), form: fc.nat(2) }),
    fc.record({ run: fc.constantFrom(...RUNS) }),
  );

export const anyPhrase = (min: number, max: number): fc.Arbitrary<Phrase> =>
  fc
    .array(fc.tuple(anyPiece(), fc.constantFrom('', '', ...BETWEEN)), { minLength: min, maxLength: max })
    .map((all) => ({
      pieces: all.map(([piece]) => piece),
      between: all.map(([piece, between], at) => {
        const next = all[at + 1]?.[0];
        return between === '' && !('run' in piece && next && 'run' in next) ? ' ' : between;
      }),
    }));

const formOf = (piece: Piece): string => {
  if ('run' in piece) return piece.run;
  const forms = WORDS[piece.word] ?? [''];
  return forms[piece.form % forms.length] ?? '';
};

/** The text of a phrase. */
export const textOf = ({ pieces, between }: Phrase): string =>
  pieces.map((piece, at) => formOf(piece) + (between[at] ?? '')).join('');

const graphemes = new Intl.Segmenter('en');
const charactersOf = (run: string) => Array.from(graphemes.segment(run), ({ segment }) => segment);

/** The words of a phrase, and its runs: those that stand side by side are one. */
function contentOf({ pieces, between }: Phrase): { words: Set<number>; runs: string[][] } {
  const words = new Set<number>();
  const runs: string[] = [];
  let joined = false;
  for (const [at, piece] of pieces.entries()) {
    if ('word' in piece) words.add(piece.word);
    else if (joined) runs.push((runs.pop() ?? '') + piece.run);
    else runs.push(piece.run);
    joined = 'run' in piece && between[at] === '';
  }
  return { words, runs: runs.map(charactersOf) };
}

/** Whether all of a query's words and runs are in a phrase: the model of the search. */
export function has(phrase: Phrase, query: Phrase): boolean {
  const there = contentOf(phrase);
  const wanted = contentOf(query);
  const isIn = (run: string[]) =>
    there.runs.some((other) => other.some((_, at) => run.every((each, i) => other[at + i] === each)));
  return [...wanted.words].every((word) => there.words.has(word)) && wanted.runs.every(isIn);
}
