import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_NAME } from '@parley/protocol';
import { titleFrom } from './titleFrom.ts';

describe('titleFrom', () => {
  test.each([
    ['Baking bread', 'Baking bread'],
    ['"Baking bread."\n\nI hope you like it.', 'Baking bread'],
    ['**Title:** Baking bread', 'Baking bread'],
    ['# 「パンの焼き方」', 'パンの焼き方'],
    ['C++ and C#', 'C++ and C#'],
    ['\n \n', ''],
  ])('[P49] %j is %j', (answer, title) => expect(titleFrom(answer)).toBe(title));

  test('[P49] is one clean line of at most 60 characters, whatever a model says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (answer) => {
        const title = titleFrom(answer);
        expect(title.length).toBeLessThanOrEqual(MAX_NAME);
        expect(title).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(title).toBe(title.trim());
      }),
      { numRuns: 500 },
    );
  });
});
