import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { retryDelay } from './retryDelay.ts';

test('[P29] backs off exponentially with full jitter, and never before the provider wants to be asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 1 }),
      (tried, drawn, afterMs) => {
        const plain = retryDelay(tried, () => drawn);
        expect(plain).toBe(Math.floor(drawn * Math.min(500 * 2 ** (tried - 1), 20_000)));
        const asked = retryDelay(tried, () => drawn, afterMs);
        expect(asked).toBeGreaterThanOrEqual(afterMs);
        expect(asked).toBeLessThan(afterMs + 20_000);
        expect(retryDelay(1, () => drawn, 0)).toBe(0);
      },
    ),
  );
});
