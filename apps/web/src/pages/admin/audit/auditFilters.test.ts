import { expect, test } from '@jest/globals';
import { anyUserId } from '@parley/testing';
import { assert, constantFrom, property, record } from 'fast-check';
import { auditFiltersOf, auditQueryOf, auditSearchOf, NO_AUDIT_FILTERS } from './auditFilters.ts';

const anyId = anyUserId().filter((id) => id.isWellFormed());

test('whatever is chosen comes back from the address', () => {
  const anyFilters = record({
    who: anyId,
    what: constantFrom('', 'takeover.started', 'a&b=c'),
    target: anyId,
    fromDay: constantFrom('', '2026-03-01'),
    toDay: constantFrom('', '2026-03-31'),
  });
  assert(
    property(anyFilters, (filters) => {
      expect(auditFiltersOf(auditSearchOf(filters))).toEqual(filters);
    }),
    { numRuns: 200 },
  );
  expect(auditSearchOf(NO_AUDIT_FILTERS)).toBe('');
});

test('days are those of the reader, the last one to its end', () => {
  const query = auditQueryOf({ ...NO_AUDIT_FILTERS, fromDay: '2026-02-28', toDay: '2026-02-28' });
  expect(query.from).toBe(new Date(2026, 1, 28).toISOString());
  expect(query.to).toBe(new Date(2026, 2, 1).toISOString());
});
