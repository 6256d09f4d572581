import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { BoundedCache } from './BoundedCache.ts';

const step = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  does: fc.constantFrom('set', 'get', 'delete'),
  waits: fc.nat(30),
});

describe('BoundedCache', () => {
  test('[P44] holds no more than its bound, none for longer than its age, and what was put in last', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = 0;
        const bounds = { maxEntries: 3, maxAgeMs: 50 };
        const cache = new BoundedCache<number>(bounds, () => now);
        /** Newest last. */
        let model: { key: string; value: number; at: number }[] = [];
        for (const [value, { key, does, waits }] of steps.entries()) {
          now += waits;
          model = model.filter(({ at }) => now - at < bounds.maxAgeMs);
          if (does === 'get') {
            expect(cache.get(key)).toBe(model.find((one) => one.key === key)?.value);
            continue;
          }
          model = model.filter((one) => one.key !== key);
          if (does === 'delete') cache.delete(key);
          else {
            cache.set(key, value);
            model = [...model, { key, value, at: now }].slice(-bounds.maxEntries);
          }
          expect(cache.size).toBeLessThanOrEqual(bounds.maxEntries);
        }
      }),
      { numRuns: 500 },
    );
  });
});
