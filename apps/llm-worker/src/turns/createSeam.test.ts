import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createSeam } from './createSeam.ts';

/** What comes of a text that is cut at these places. */
function joined(before: string, said: string, cuts: readonly number[]): string {
  const seam = createSeam(before);
  const at = [0, ...cuts.map((cut) => Math.min(cut, said.length)), said.length].sort((a, b) => a - b);
  const pieces = at.slice(1).map((end, index) => seam.push(said.slice(at[index], end)));
  return pieces.join('') + seam.end();
}

const anyCuts = fc.array(fc.nat(60), { maxLength: 20 });
const anyWords = fc
  .array(fc.constantFrom('so ', 'it is, ', 'kestrels ', 'hover ', 'a'), { maxLength: 30 })
  .map((words) => words.join(''));

describe('createSeam', () => {
  test('[P28] drops the last words that are said again, exactly those, however they are cut', () => {
    fc.assert(
      fc.property(anyWords, fc.nat(60), anyWords, anyCuts, (start, length, more, cuts) => {
        // The mark stands nowhere else, so that nothing longer is repeated by chance.
        const before = `${start}— and then the kestrel `;
        const repeated = before.slice(-Math.max(12, Math.min(length, 20)));
        expect(joined(before, `${repeated}|${more}`, cuts)).toBe(`|${more}`);
      }),
      { numRuns: 300 },
    );
  });

  test('[P28] leaves anything else as it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), anyCuts, (before, said, cuts) => {
        const dropped = said.length - joined(before, said, cuts).length;
        expect(said.endsWith(joined(before, said, cuts))).toBe(true);
        if (dropped > 0) expect(before.endsWith(said.slice(0, dropped))).toBe(true);
        if (dropped > 0) expect(dropped).toBeGreaterThanOrEqual(12);
      }),
      { numRuns: 300 },
    );
    expect(joined('I have a', ' a cat', [2])).toBe(' a cat');
    expect(joined('if (x) {\n        ', '        y();', [4])).toBe('        y();');
    expect(joined('and then the kestrel', 'and then the Kestrel', [9])).toBe('and then the Kestrel');
  });
});
