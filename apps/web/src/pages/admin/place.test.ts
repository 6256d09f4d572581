import { expect, test } from '@jest/globals';
import { anyUserId } from '@parley/testing';
import { assert, property, uuid } from 'fast-check';
import { NO_AUDIT_FILTERS } from './audit/auditFilters.ts';
import { type AdminPlace, pathOf, placeOf, SECTIONS } from './place.ts';

/** As a browser has it, which takes `.` and `..` out of paths. */
const addressOf = (path: string): URL => new URL(path, 'http://here');
const comesBack = (place: AdminPlace): void => expect(placeOf(addressOf(pathOf(place)))).toEqual(place);

test('every place of the console has an address that names it', () => {
  for (const at of SECTIONS) comesBack({ at });
  comesBack({ at: 'audit', filters: { ...NO_AUDIT_FILTERS, who: '/?&#..', fromDay: '2026-03-01' } });
  assert(
    property(uuid(), (sessionId) => comesBack({ at: 'session', sessionId })),
    { numRuns: 100 },
  );
  for (const userId of ['.', '..', '...', '%2e', '?', '#']) comesBack({ at: 'user', userId });
  assert(
    property(
      anyUserId().filter((id) => id.isWellFormed()),
      (userId) => comesBack({ at: 'user', userId }),
    ),
    { numRuns: 200 },
  );
});

test.each([
  '/admin/',
  '/admin/s/none',
  '/admin/u/%E0%A4%A',
  '/admin/u/',
  '/admin/u/?id=anna',
  '/admin/nothing',
])('%s is the list', (path) => {
  expect(placeOf(addressOf(path))).toEqual({ at: 'sessions' });
});
