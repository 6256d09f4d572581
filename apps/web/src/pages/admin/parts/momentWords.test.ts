import { expect, test } from '@jest/globals';
import { momentWords } from './momentWords.ts';

test('a moment breaks before its time, never within it', () => {
  const moment = new Date(2026, 10, 27, 2, 21);
  const words = momentWords(moment);
  const plain = moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  expect(words.replaceAll(/\s/g, ' ')).toBe(plain.replaceAll(/\s/g, ' '));
  expect(words).toMatch(/ \S*2:21(\u00a0\S+)?$/);
});
