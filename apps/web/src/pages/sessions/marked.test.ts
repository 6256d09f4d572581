import { expect, test } from '@jest/globals';
import { array, assert, nat, property, string, tuple } from 'fast-check';
import { piecesOf } from './marked.ts';
import { fileName } from './saveFile.ts';

test('a passage is cut at its ranges, and put together again is what it was', () => {
  expect(piecesOf({ passage: 'the blue sky', ranges: [[4, 8]] })).toEqual([
    { text: 'the ', hit: false },
    { text: 'blue', hit: true },
    { text: ' sky', hit: false },
  ]);
  assert(
    property(string(), array(tuple(nat(30), nat(30)), { maxLength: 6 }), (passage, ranges) => {
      const pieces = piecesOf({ passage, ranges });
      expect(pieces.map(({ text }) => text).join('')).toBe(passage);
      expect(pieces.every(({ text }) => text !== '')).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a file has the name that the server gives it', () => {
  expect(fileName(null, 'x.md')).toBe('x.md');
  expect(fileName('attachment; filename="a b.md"', 'x.md')).toBe('a b.md');
  expect(fileName(`attachment; filename="a.md"; filename*=UTF-8''%C3%A4.md`, 'x.md')).toBe('ä.md');
  expect(fileName(`attachment; filename="a.md"; filename*=UTF-8''%ZZ.md`, 'x.md')).toBe('a.md');
});
