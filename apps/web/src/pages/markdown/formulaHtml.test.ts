import { expect, test } from '@jest/globals';
import { assert, property, string, stringMatching } from 'fast-check';
import { formulaHtml } from './formulaHtml.ts';

test.each([
  ['A = \\pi r^2', 'A = π r<sup>2</sup>'],
  ['\\int_0^1 x^2\\,dx = \\frac{1}{3}', '∫<sub>0</sub><sup>1</sup> x<sup>2</sup> dx = 1⁄3'],
  ['\\frac{-b}{2a}', '(-b)⁄2a'],
  ['e^{i\\pi}', 'e<sup>iπ</sup>'],
  ['\\unknown{x}', '\\unknownx'],
  ['a < b', 'a &lt; b'],
  ['x^', 'x^'],
])('%s', (tex, html) => {
  expect(formulaHtml(tex)).toBe(html);
});

test('[P42] whatever a formula holds, nothing but raising and lowering comes out of it', () => {
  const tex = stringMatching(/^[\\{}^_<>"&a-z0-9 ]{0,200}$/);
  for (const input of [tex, string({ maxLength: 200 })]) {
    assert(
      property(input, (tex) => {
        expect(formulaHtml(tex).replace(/<\/?su[bp]>/g, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 300 },
    );
  }
});

test('ends for any depth', () => {
  expect(formulaHtml('^{'.repeat(5000)).length).toBeGreaterThan(0);
  expect(formulaHtml('\\frac'.repeat(5000)).length).toBeGreaterThan(0);
});
