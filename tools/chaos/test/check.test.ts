import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { check } from '../src/checker/check.ts';
import { RULES } from '../src/checker/Violation.ts';
import { anyGoodHistory } from './support/goodHistory.ts';
import { BREACHES } from './support/violate.ts';

const runs = { numRuns: 200 };

describe('the checker', () => {
  test('[P8][P10][P12][P15] finds nothing in a history in which every promise was kept', () => {
    fc.assert(
      fc.property(anyGoodHistory(), (history) => {
        expect(check(history)).toEqual([]);
      }),
      runs,
    );
  });

  test.each(BREACHES.map((each) => [each.rule, each.what, each.breach] as const))(
    '[P8][P10][P12][P15] finds %s: %s',
    (rule, _what, breach) => {
      let breached = 0;
      fc.assert(
        fc.property(anyGoodHistory(), fc.nat(), (history, at) => {
          const broken = breach(history, at);
          if (!broken) return;
          breached++;
          expect(check(broken).map((violation) => violation.rule)).toContain(rule);
        }),
        runs,
      );
      expect(breached).toBeGreaterThanOrEqual(100);
    },
  );

  test('every rule is seen to find something', () => {
    expect(new Set(BREACHES.map(({ rule }) => rule))).toEqual(new Set(Object.keys(RULES)));
  });
});
