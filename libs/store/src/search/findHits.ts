import type { Query } from './Query.ts';
import { tokensOf, type Piece } from './tokensOf.ts';

/** A part of a text: UTF-16 units, `to` excluded. */
export type Range = readonly [from: number, to: number];

/** Places in a run, or in the parts of a word, at which `wanted` stands in a row. */
function placesOf(wanted: readonly string[], run: readonly Piece[]): number[] {
  const last = run.length - wanted.length;
  const places: number[] = [];
  for (let at = 0; at <= last; at++) {
    if (wanted.every((text, i) => run[at + i]?.text === text)) places.push(at);
  }
  return places;
}

/** Ranges in order, those that touch or overlap as one. */
function merged(ranges: Range[]): Range[] {
  const all: [number, number][] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/** Where in a text all that is searched for stands, in order; `undefined` when something of it is missing. */
export function findHits(text: string, { words, runs }: Query): Range[] | undefined {
  const missing = new Set([...words, ...runs]);
  const ranges: Range[] = [];
  for (const token of tokensOf(text)) {
    const [pieces, sought] = 'parts' in token ? [token.parts, words] : [token.run, runs];
    for (const wanted of sought) {
      for (const at of placesOf(wanted, pieces)) {
        missing.delete(wanted);
        ranges.push([pieces[at]?.from ?? 0, pieces[at + wanted.length - 1]?.to ?? 0]);
      }
    }
  }
  return missing.size === 0 ? merged(ranges) : undefined;
}
