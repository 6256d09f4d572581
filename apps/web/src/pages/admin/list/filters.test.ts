import { expect, test } from '@jest/globals';
import { countOf, NO_FILTERS, queryOf } from './filters.ts';

test.each([
  ['nothing', {}, undefined, 0],
  [
    'who waits',
    { handling: 'requested' },
    { handling: 'requested', sort: 'lastActivityAt', order: 'desc' },
    1,
  ],
  ['a sort alone', { sort: 'durationMs', order: 'asc' }, { sort: 'durationMs', order: 'asc' }, 0],
  ['a text of a user', { userId: ' u ', text: 'hi', sort: 'userId' }, { userId: 'u', text: 'hi' }, 2],
  ['a text of nobody', { text: 'hi' }, { sort: 'lastActivityAt', order: 'desc' }, 0],
] as const)('%s', (_what, filters, query, count) => {
  expect(queryOf({ ...NO_FILTERS, ...filters })).toEqual(query);
  expect(countOf({ ...NO_FILTERS, ...filters })).toBe(count);
});

test('days are those of the reader, the last one to its end', () => {
  const query = queryOf({ ...NO_FILTERS, fromDay: '2026-02-28', toDay: '2026-02-28' });
  expect(query?.from).toBe(new Date(2026, 1, 28).toISOString());
  expect(query?.to).toBe(new Date(2026, 2, 1).toISOString());
});
