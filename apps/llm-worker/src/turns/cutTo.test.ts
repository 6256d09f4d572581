import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cutTo } from './cutTo.ts';

test('[P42] cuts a text to its bound, never a character in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: -5, max: 50 }), (text, units) => {
      const cut = cutTo(text, units);
      expect(text.startsWith(cut)).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(Math.max(units, 0));
      expect(cut.isWellFormed()).toBe(true);
      if (text.length <= units) expect(cut).toBe(text);
      else expect(cut.length).toBeGreaterThanOrEqual(Math.max(units, 0) - 1);
    }),
    { numRuns: 300 },
  );
});
