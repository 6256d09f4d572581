import { describe, expect, test } from '@jest/globals';
import { anyMessageText } from '@parley/testing';
import * as fc from 'fast-check';
import { passageOf } from './passageOf.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

describe('passageOf', () => {
  test('is the whole of a short text', () => {
    expect(passageOf('a short text', [[2, 7]])).toEqual({ passage: 'a short text', ranges: [[2, 7]] });
  });

  test('stands around the first hit, and uses the room that there is', () => {
    const text = `${'x'.repeat(300)} hit ${'y'.repeat(300)}`;
    const { passage, ranges } = passageOf(text, [[301, 304]]);
    expect(passage).toHaveLength(160);
    expect(ranges).toEqual([[60, 63]]);
    expect(passageOf(text, [[0, 3]]).passage).toBe('x'.repeat(160));
    expect(passageOf(`${text} end`, [[606, 609]]).passage).toMatch(/^y{156} end$/u);
  });

  test('leaves out hits that are far away, and cuts one that is longer', () => {
    const text = `${'a'.repeat(500)} ${'b'.repeat(10)}`;
    const { passage, ranges } = passageOf(text, [
      [0, 500],
      [501, 511],
    ]);
    expect(ranges).toEqual([[0, passage.length]]);
  });

  test('is cut between graphemes, of bounded length, with ranges that hold what was hit', () => {
    const long = fc.array(anyMessageText(10), { minLength: 1, maxLength: 12 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(
        long,
        fc.array(fc.tuple(fc.nat(), fc.nat(30)), { minLength: 1, maxLength: 5 }),
        (text, at) => {
          const boundaries = [...Array.from(graphemes.segment(text), ({ index }) => index), text.length];
          const nearest = (n: number) => boundaries.findLast((each) => each <= n) ?? 0;
          const hits = at
            .map(
              ([from, length]) =>
                nearest(from % text.length) && ([nearest(from % text.length), length] as const),
            )
            .map((hit) => (hit === 0 ? ([0, 1] as const) : hit))
            .map(([from, length]) => [from, Math.min(from + length + 1, text.length)] as const)
            .sort((a, b) => a[0] - b[0]);
          const { passage, ranges } = passageOf(text, hits);
          const from = (hits[0]?.[0] ?? 0) - (ranges[0]?.[0] ?? 0);
          expect(text.slice(from, from + passage.length)).toBe(passage);
          expect(boundaries).toContain(from);
          expect(boundaries).toContain(from + passage.length);
          expect(passage.length).toBeLessThanOrEqual(160 + 80);
          expect(passage.length).toBeGreaterThanOrEqual(Math.min(text.length, 160 - 80));
          for (const [i, [a, b]] of ranges.entries()) {
            expect(a).toBeLessThan(b);
            expect(b).toBeLessThanOrEqual(passage.length);
            const [start = 0, end = 0] = hits[i] ?? [];
            expect(text.slice(start, end).startsWith(passage.slice(a, b))).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('bounds even a heap of marks, and never splits a pair', () => {
    for (const heap of ['e' + '\u0301'.repeat(5000), `x${'\u{1d165}'.repeat(3000)}`]) {
      const { passage } = passageOf(heap, [[0, heap.length]]);
      expect(passage.length).toBeLessThanOrEqual(160);
      expect(passage.isWellFormed()).toBe(true);
    }
  });
});
