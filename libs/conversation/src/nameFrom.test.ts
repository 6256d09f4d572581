import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_NAME } from '@parley/protocol';
import { nameFrom } from './nameFrom.ts';

describe('nameFrom', () => {
  test('[P49] is one line of at most 60 characters that begins as the message does, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
        const name = nameFrom(text);
        expect(name.length).toBeLessThanOrEqual(MAX_NAME);
        expect(name).not.toMatch(/[\n\r\t]/);
        const line = text.trim().replace(/\s+/gu, ' ');
        expect(line.startsWith(name.replace(/…$/u, ''))).toBe(true);
        expect(name === '').toBe(line === '');
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [
      'How do I bake bread that stays fresh for more than a day or two?',
      'How do I bake bread that stays fresh for more than a day or…',
    ],
    ['短い名前', '短い名前'],
    ['  two\n lines ', 'two lines'],
  ])('[P49] %j is named %j', (text, name) => expect(nameFrom(text)).toBe(name));

  test('[P49] a single long word is cut between characters as a reader sees them', () => {
    expect(nameFrom('👩‍👩‍👧‍👦'.repeat(20))).toBe(`${'👩‍👩‍👧‍👦'.repeat(5)}…`);
  });
});
