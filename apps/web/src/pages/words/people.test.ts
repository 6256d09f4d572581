import { expect, test } from '@jest/globals';
import { ordinalWords } from './ordinalWords.ts';
import { queueWords } from './queueWords.ts';

const NOW = new Date(2026, 2, 3, 12);

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [21, '21st'],
])('%d is %s', (place, words) => {
  expect(ordinalWords(place)).toBe(words);
});

test.each([
  ['requested', {}, 'A person was called.'],
  ['requested', { position: 1 }, 'You are next.'],
  ['requested', { position: 1, waitMs: 20_000 }, 'You are next. People took less than a minute lately.'],
  ['requested', { position: 2, waitMs: 70_000 }, 'You are 2nd in line. People took about a minute lately.'],
  ['requested', { waitMs: 600_000 }, 'A person was called. People took about 10 minutes lately.'],
  ['requested', { position: 4, opensAt: new Date(2026, 2, 3, 11).toISOString() }, 'You are 4th in line.'],
  ['acknowledged', { position: 2 }, 'Somebody from support has seen your call and is on the way.'],
] as const)('[P51] %s with %j', (state, place, words) => {
  expect(queueWords(state, place, NOW)).toBe(words);
});

test('[P51] where nobody is here, it says until when', () => {
  const opensAt = new Date(2026, 2, 3, 15).toISOString();
  expect(queueWords('requested', { position: 1, opensAt }, NOW)).toMatch(
    /^Nobody is here until .*3:00.*\.$|15:00/,
  );
});
