import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { marksUpTo } from './marksUpTo.ts';

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [17, [0, 5, 10, 15, 20]],
  [45, [0, 20, 40, 60]],
  [2_367, [0, 1_000, 2_000, 3_000]],
])('up to %d', (most, marks) => {
  expect(marksUpTo(most, true)).toEqual(marks);
});

const isApart = (marks: readonly number[]): boolean =>
  marks.every((mark, at) => at === 0 || Math.abs(mark - at * Number(marks[1])) < Number(marks[1]) / 1e6);

test('marks are evenly apart, six at most, and the first that isn’t below the most is the last', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (most) => {
      const marks = marksUpTo(most, false);
      expect(isApart(marks)).toBe(true);
      expect(marks.length).toBeLessThanOrEqual(6);
      expect(marks.length).toBeGreaterThanOrEqual(3);
      expect(marks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(marks.at(-2)).toBeLessThan(most);
    }),
  );
});

test('what is counted has whole marks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (most) => {
      const marks = marksUpTo(most, true);
      expect(marks.every(Number.isInteger)).toBe(true);
      expect(marks.length).toBeLessThanOrEqual(6);
      expect(marks.at(-1)).toBeGreaterThanOrEqual(most);
    }),
  );
});
