import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { estimateTokens } from './estimateTokens.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.lorem());

describe('estimateTokens', () => {
  test('goes by the script', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('What does the kestrel eat')).toBe(7);
    expect(estimateTokens('紅隼吃什麼')).toBe(5);
    expect(estimateTokens('Что ест пустельга')).toBeGreaterThanOrEqual(8);
    expect(estimateTokens('😀😀')).toBe(4);
  });

  test('[P27] two texts together have the tokens of both, but for rounding', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const apart = estimateTokens(one) + estimateTokens(other);
        // A character cut in two counts as two halves.
        const together = estimateTokens(one + other);
        expect(together).toBeGreaterThanOrEqual(Math.max(estimateTokens(one), estimateTokens(other)));
        expect(together).toBeLessThanOrEqual(apart);
        expect(together).toBeGreaterThanOrEqual(apart - 2);
      }),
      { numRuns: 500 },
    );
  });
});
