import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Lru } from './Lru.ts';

describe('Lru', () => {
  test('stays within its bounds, and keeps what was used last', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      weight: fc.nat(12),
      reads: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const lru = new Lru<number>({ maxWeight: 10, weightOf: (weight) => weight });
        const used: { key: string; weight: number }[] = [];
        for (const { key, weight, reads } of steps) {
          const place = used.findIndex((one) => one.key === key);
          const [known] = place < 0 ? [] : used.splice(place, 1);
          if (reads) {
            expect(lru.get(key)).toBe(known?.weight);
            if (known) used.push(known);
            continue;
          }
          lru.set(key, weight);
          if (weight > 10) continue;
          used.push({ key, weight });
          while (used.reduce((sum, one) => sum + one.weight, 0) > 10) used.shift();
        }
        expect(lru.weight).toBe(used.reduce((sum, { weight }) => sum + weight, 0));
        for (const { key, weight } of used) expect(lru.get(key)).toBe(weight);
      }),
    );
  });

  test('forgets what is too old', () => {
    let now = 0;
    const lru = new Lru<string>({ maxWeight: 5, maxAgeMs: 100 }, () => now);
    lru.set('a', 'A');
    now = 99;
    expect(lru.get('a')).toBe('A');
    now = 100;
    expect(lru.get('a')).toBeUndefined();
    expect(lru.weight).toBe(0);
  });
});
