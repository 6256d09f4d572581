import { normalise } from './normalise.ts';

/** A normalised piece of a text and where it stands: UTF-16 units, `to` excluded. */
export interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * What can be searched for in a text, in its order: words, most of one part, `foo_bar.baz` of three; and, in scripts that
 * put no spaces between words, runs of characters.
 */
export type Token = { readonly parts: readonly Piece[] } | { readonly run: readonly Piece[] };

/** A part of a word: what punctuation joins is several, but for an apostrophe; and so are the `v` of a version and the rest. */
const PART = /v(?=\p{Nd})|(?:[^\p{P}]|['\u2018\u2019\u201B\uFF07])+/giu;

/** Letters, marks, digits and signs of scripts without spaces between words; an apostrophe that others use, too, is none. */
const CHARACTER =
  '(?=[\\p{L}\\p{M}\\p{N}\\p{So}])(?!\\u02BC)[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';
const RUN = new RegExp(`(?:${CHARACTER}[\\p{M}\\p{Default_Ignorable_Code_Point}]*)+`, 'gu');
const IS_ASCII = /^[\0-\x7f]*$/u;

// One locale, so that every machine cuts alike.
const words = new Intl.Segmenter('en', { granularity: 'word' });
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const partsOf = (word: string, offset: number): Piece[] =>
  Array.from(word.matchAll(PART), ({ 0: part, index }) => ({
    text: normalise(part),
    from: offset + index,
    to: offset + index + part.length,
  })).filter(({ text }) => text !== '');

function* wordsIn(text: string, offset: number): Generator<Token> {
  for (const { segment, index, isWordLike } of words.segment(text)) {
    if (!isWordLike) continue;
    const parts = partsOf(segment, offset + index);
    if (parts.length > 0) yield { parts };
  }
}

/** The characters of a run; one that stands for several (㌀ is アパート) counts as these. */
function charactersOf(run: string, offset: number): Piece[] {
  return Array.from(graphemes.segment(run)).flatMap(({ segment, index }) => {
    const [from, to] = [offset + index, offset + index + segment.length];
    const normal = normalise(segment);
    if (normal.length === 1) return { text: normal, from, to };
    return Array.from(graphemes.segment(normal), (each) => ({ text: each.segment, from, to }));
  });
}

/** Cuts a text into what can be searched for; punctuation, spaces and emoji are none of it. */
export function* tokensOf(text: string): Generator<Token, void, undefined> {
  let at = 0;
  for (const { 0: run, index } of IS_ASCII.test(text) ? [] : text.matchAll(RUN)) {
    yield* wordsIn(text.slice(at, index), at);
    yield { run: charactersOf(run, index) };
    at = index + run.length;
  }
  yield* wordsIn(text.slice(at), at);
}
