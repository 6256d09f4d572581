import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { backoff } from './backoff.ts';

test('a wait lies between nothing and its bound, which doubles up to the longest', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const ms = backoff(attempt, 500, 30_000, () => random);
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeCloseTo(random * Math.min(30_000, 500 * 2 ** Math.min(attempt, 30)), 6);
    }),
    { numRuns: 200 },
  );
});
