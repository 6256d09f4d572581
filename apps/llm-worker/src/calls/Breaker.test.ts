import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Breaker, type Pass } from './Breaker.ts';

/** Opens at `at`. */
function opened(at = 0): Breaker {
  const breaker = new Breaker();
  const told = Array.from({ length: 5 }, () => breaker.enter(at)?.failed(at));
  expect(told).toEqual([false, false, false, false, true]);
  return breaker;
}

describe('Breaker', () => {
  test('opens after five failures in a row, for 10 s, then twice as long each time, for 2 min at most', () => {
    const breaker = opened();
    let at = 0;
    for (const openMs of [10_000, 20_000, 40_000, 80_000, 120_000, 120_000]) {
      expect(breaker.openFor(at)).toBe(openMs);
      expect(breaker.enter(at + openMs - 1)).toBeUndefined();
      at += openMs;
      const probe = breaker.enter(at);
      expect(breaker.enter(at)).toBeUndefined();
      expect(breaker.openFor(at)).toBeGreaterThan(0);
      expect(probe?.failed(at)).toBe(true);
      expect(probe?.failed(at)).toBe(false);
    }
  });

  test('closes with the first probe that goes well; one that leaves makes room for another', () => {
    const breaker = opened();
    breaker.enter(10_000)?.left();
    const probe = breaker.enter(10_000);
    probe?.succeeded();
    expect(breaker.openFor(10_000)).toBe(0);
    const passes = Array.from({ length: 5 }, () => breaker.enter(10_000));
    expect(passes.map((pass) => pass?.failed(10_000))).toEqual([false, false, false, false, true]);
    expect(breaker.openFor(10_000)).toBe(10_000);
  });

  test('failures that aren’t in a row leave it closed', () => {
    const breaker = new Breaker();
    for (let n = 0; n < 40; n++) {
      const pass = breaker.enter(n);
      expect(pass).toBeDefined();
      if (n % 5 === 4) pass?.succeeded();
      else pass?.failed(n);
    }
  });

  test('lets nothing through while it is open and one call at a time after that, whatever happens', () => {
    const anyStep = fc.record({
      do: fc.constantFrom(
        'enter' as const,
        'fail' as const,
        'fail' as const,
        'succeed' as const,
        'leave' as const,
      ),
      which: fc.nat(9),
      afterMs: fc.constantFrom(0, 1, 500, 10_000, 200_000),
    });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 80 }), (steps) => {
        const breaker = new Breaker();
        let out: { pass: Pass; isProbe: boolean }[] = [];
        let isOpen = false;
        let at = 0;
        for (const step of steps) {
          at += step.afterMs;
          if (step.do === 'enter') {
            const openForMs = breaker.openFor(at);
            const pass = breaker.enter(at);
            expect(pass === undefined).toBe(openForMs > 0);
            if (!pass) continue;
            if (isOpen) expect(out.filter(({ isProbe }) => isProbe)).toEqual([]);
            out.push({ pass, isProbe: isOpen });
            continue;
          }
          const one = out[step.which % Math.max(1, out.length)];
          if (!one) continue;
          out = out.filter((other) => other !== one);
          if (step.do === 'leave') one.pass.left();
          if (step.do === 'fail' && one.pass.failed(at)) isOpen = true;
          if (step.do === 'succeed') {
            one.pass.succeeded();
            isOpen = false;
            // Who probed is one of many again.
            out = out.map(({ pass }) => ({ pass, isProbe: false }));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
