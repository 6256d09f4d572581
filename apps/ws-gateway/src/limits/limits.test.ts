import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Strikes } from './Strikes.ts';
import { TokenBuckets } from './TokenBuckets.ts';
import { FULL, takeToken } from './takeToken.ts';

const rate = fc.record({ n: fc.integer({ min: 1, max: 50 }), perMs: fc.integer({ min: 1, max: 120_000 }) });
/** Bursts with any pauses between. */
const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5000 })), { maxLength: 200 });

/** Takes at each moment; the moments at which there was a token. */
function takeAll({ n, perMs }: { n: number; perMs: number }, pauses: number[]) {
  let fullAt = FULL;
  let now = 1_000_000_000;
  const given: number[] = [];
  const refused: { now: number; retryAfterMs: number; fullAt: number }[] = [];
  for (const pause of pauses) {
    now += pause;
    const taken = takeToken(fullAt, { n, perMs }, now);
    if ('retryAfterMs' in taken) refused.push({ now, retryAfterMs: taken.retryAfterMs, fullAt });
    else {
      fullAt = taken.fullAt;
      given.push(now);
    }
  }
  return { given, refused };
}

describe('a token bucket', () => {
  test('[P43] gives no more than the bucket and what flowed in, within any time of any bursts', () => {
    fc.assert(
      fc.property(rate, pauses, ({ n, perMs }, pauses) => {
        const { given } = takeAll({ n, perMs }, pauses);
        for (let from = 0; from < given.length; from++) {
          for (let to = from; to < given.length; to++) {
            const windowMs = (given[to] ?? 0) - (given[from] ?? 0);
            expect(to - from + 1).toBeLessThanOrEqual(n + (windowMs * n) / perMs + 0.01);
          }
        }
      }),
    );
  });

  test('[P43] gives all that it has: a full bucket at once, and then as fast as it is refilled', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 20 }), ({ n, perMs }, more) => {
        const burst = Array<number>(n).fill(0);
        const steady = Array<number>(more).fill(Math.ceil(perMs / n));
        expect(takeAll({ n, perMs }, [...burst, ...steady]).refused).toEqual([]);
      }),
    );
  });

  test('[P43] a refusal says when to try again: then there is a token, and no earlier', () => {
    fc.assert(
      fc.property(rate, pauses, (rate, pauses) => {
        for (const { now, retryAfterMs, fullAt } of takeAll(rate, pauses).refused) {
          expect(retryAfterMs).toBeGreaterThan(0);
          expect('fullAt' in takeToken(fullAt, rate, now + retryAfterMs)).toBe(true);
          expect('fullAt' in takeToken(fullAt, rate, now + retryAfterMs - 1)).toBe(false);
        }
      }),
    );
  });

  test('a clock that goes back costs at most one whole refill', () => {
    const rate = { n: 10, perMs: 1000 };
    const taken = takeToken(5_000_000, rate, 1000);
    expect(taken).toEqual({ retryAfterMs: 100 });
  });
});

describe('buckets by key', () => {
  test('[P43] each key has its own, and what is full again is freed', () => {
    fc.assert(
      fc.property(rate, fc.array(fc.string(), { maxLength: 50 }), (rate, keys) => {
        const buckets = new TokenBuckets(rate);
        const taken = new Map<string, number>();
        for (const key of keys) {
          const before = taken.get(key) ?? 0;
          expect(buckets.take(key, 0) === 0).toBe(before < rate.n);
          if (before < rate.n) taken.set(key, before + 1);
        }
        expect(buckets.size).toBe(taken.size);
        const lowest = Math.min(...taken.values());
        buckets.sweep((lowest * rate.perMs) / rate.n - 0.5);
        expect(buckets.size).toBe(taken.size);
        buckets.sweep(rate.perMs + 1);
        expect(buckets.size).toBe(0);
      }),
    );
  });

  test('are bounded: the key that was first used longest ago is forgotten', () => {
    const buckets = new TokenBuckets({ n: 1, perMs: 1000 }, 2);
    expect(['a', 'b', 'c'].map((key) => buckets.take(key, 0))).toEqual([0, 0, 0]);
    expect(buckets.size).toBe(2);
    expect(buckets.take('c', 0)).toBe(1000);
    expect(buckets.take('a', 0)).toBe(0);
  });
});

describe('strikes', () => {
  test('tell when there were that many within the window, as counting them all would', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 1000 }),
        pauses,
        (limit, windowMs, pauses) => {
          const strikes = new Strikes(limit, windowMs);
          const all: number[] = [];
          let now = 0;
          for (const pause of pauses) {
            all.push((now += pause));
            const within = all.filter((at) => now - at < windowMs).length;
            expect(strikes.add(now)).toBe(within >= limit);
          }
        },
      ),
    );
  });
});
