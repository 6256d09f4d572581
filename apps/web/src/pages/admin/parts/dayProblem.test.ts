import { expect, test } from '@jest/globals';
import { assert, date, property, string } from 'fast-check';
import { dayProblem } from './dayProblem.ts';
import { midnight } from './midnight.ts';

test('every day is one, and nothing else is', () => {
  const [min, max] = [new Date('1970-01-01'), new Date('9998-12-31')];
  assert(
    property(date({ min, max, noInvalidDate: true }), (one) => {
      expect(dayProblem(one.toISOString().slice(0, 10))).toBeUndefined();
    }),
  );
  assert(
    property(string({ minLength: 1 }), (text) => {
      expect(dayProblem(text)).toMatch(/isn’t a day from 1970 on\.$/u);
      expect(midnight(text)).toBeUndefined();
    }),
  );
  const bad = [
    'garbage',
    '2026-13-45',
    '2026-02-30',
    '9999999-01-01',
    '0050-01-01',
    '9999-12-31',
    '2026-1-1',
  ];
  for (const text of bad) expect([dayProblem(text), midnight(text)]).toEqual([expect.any(String), undefined]);
});
