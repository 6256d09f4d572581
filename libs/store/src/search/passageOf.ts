import type { Range } from './findHits.ts';

/** A part of a text around the first hit, and where in it hits stand. */
export interface Passage {
  readonly passage: string;
  /** UTF-16 units within the passage, `to` excluded, in order. */
  readonly ranges: readonly Range[];
}

/** About so long is a passage, in UTF-16 units, and so much of it stands before the first hit. */
const LENGTH = 160;
const BEFORE = 60;
/** A heap of marks on one letter may be of any length; a passage isn't. */
const LONGEST_GRAPHEME = 80;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The last place up to `at` where a text may be cut: between graphemes, at worst between characters. */
function cutBefore(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const begins = graphemes.segment(text).containing(at)?.index ?? at;
  if (at - begins <= LONGEST_GRAPHEME) return begins;
  const splitsPair = /^[\uDC00-\uDFFF]/u.test(text[at] ?? '');
  return splitsPair ? at - 1 : at;
}

/** The passage of a text around the first of these hits. Hits beyond its end are left out, one across it is cut. */
export function passageOf(text: string, hits: readonly Range[]): Passage {
  const first = hits[0]?.[0] ?? 0;
  const missingBehind = Math.max(0, first - BEFORE + LENGTH - text.length);
  const from = cutBefore(text, first - BEFORE - missingBehind);
  const to = cutBefore(text, Math.max(from, first - BEFORE) + LENGTH);
  const within = hits.filter((hit) => hit[0] < to);
  return {
    passage: text.slice(from, to),
    ranges: within.map((hit) => [hit[0] - from, Math.min(hit[1], to) - from]),
  };
}
