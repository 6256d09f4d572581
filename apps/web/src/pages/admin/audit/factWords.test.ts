import { expect, test } from '@jest/globals';
import { momentWords } from '../parts/momentWords.ts';
import { factWords } from './factWords.ts';

const NAMES = new Map([
  ['staff-ada', 'Ada'],
  ['staff-sue', 'Sue'],
]);

test.each([
  [undefined, undefined, ''],
  [undefined, { admin: 'anna', fence: 3 }, 'held by anna, hold no. 3'],
  [{ handling: 'ai' }, { handling: 'human' }, 'handling ai → human'],
  [undefined, { forAssistant: true, text: false }, 'for the assistant'],
  [undefined, { forAssistant: false, text: true }, 'for the team alone, by words'],
  [undefined, { forEverybody: true }, 'for everybody'],
  [undefined, { forEverybody: false }, 'for themselves'],
  [undefined, { adminAssisted: true, code: 'not_found' }, 'with a person yes, code not_found'],
  [undefined, { by: 'user' }, 'by the user'],
  [{ held: null }, undefined, 'held by nobody'],
  [{ admin: null }, { admin: 'staff-ada', fence: 1 }, 'held by nobody → Ada, hold no. 1'],
  [
    { admin: 'staff-ada' },
    { admin: 'staff-sue', fence: 2, handedOver: true },
    'held by Ada → Sue, hold no. 2',
  ],
  [{ role: 'admin', userId: 'staff-sue' }, { reason: 'age' }, 'role admin, user Sue → reason age'],
  [undefined, { left: 'admin' }, ''],
])('%j and %j: %s', (before, after, words) => {
  expect(factWords(before, after, NAMES)).toBe(words);
});

test('a moment is told as one, however it is kept', () => {
  const moment = new Date('2026-03-01T10:00:00.000Z');
  const words = momentWords(moment);
  expect(factWords({ createdAt: moment.getTime() }, { from: moment.toISOString() }, NAMES)).toBe(
    `made ${words} → from ${words}`,
  );
});
