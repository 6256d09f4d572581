import { expect, test } from '@jest/globals';
import { momentWords } from '../parts/momentWords.ts';
import { factWords } from './factWords.ts';

test.each([
  [undefined, undefined, ''],
  [undefined, { admin: 'anna', fence: 3 }, 'admin anna, hold no. 3'],
  [{ handling: 'ai' }, { handling: 'human' }, 'handling ai → handling human'],
  [undefined, { forAssistant: true, text: false }, 'for the assistant yes, by words no'],
  [undefined, { forEverybody: true }, 'for everybody yes'],
  [{ held: null }, undefined, 'held by none'],
])('%j and %j: %s', (before, after, words) => {
  expect(factWords(before, after)).toBe(words);
});

test('a moment is told as one, however it is kept', () => {
  const moment = new Date('2026-03-01T10:00:00.000Z');
  const words = momentWords(moment);
  expect(factWords({ createdAt: moment.getTime() }, { from: moment.toISOString() })).toBe(
    `made ${words} → from ${words}`,
  );
});
