import { expect, test } from '@jest/globals';
import {
  assert,
  constantFrom,
  option,
  property,
  record,
  stringMatching,
  subarray,
  boolean,
} from 'fast-check';
import { toPreferences, toValues } from './formValues.ts';

const time = stringMatching(/^([01]\d|2[0-3]):[0-5]\d$/);
const anyPreferences = record(
  {
    channels: subarray(['email', 'sms'] as const),
    email: constantFrom('a@example.com', 'b@example.org'),
    phone: constantFrom('+15550100', '+49301234567'),
    quiet: record({ from: time, to: time, timeZone: constantFrom('UTC', 'Asia/Kolkata') }),
    criticalInQuiet: boolean(),
  },
  { requiredKeys: ['channels', 'criticalInQuiet'] },
);

test('what was kept is what the form keeps again, untouched', () => {
  assert(
    property(anyPreferences, option(constantFrom('Europe/Berlin')), (kept, zone) => {
      expect(toPreferences(toValues(kept, zone ?? 'UTC'))).toEqual(kept);
    }),
    { numRuns: 200 },
  );
});

test('without quiet hours the form offers a night where the browser is', () => {
  const values = toValues({ channels: [], criticalInQuiet: false }, 'Europe/Berlin');
  expect(values).toMatchObject({ isQuiet: false, from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' });
  expect(toPreferences({ ...values, isQuiet: true }).quiet).toEqual({
    from: '22:00',
    to: '07:00',
    timeZone: 'Europe/Berlin',
  });
});

test('spaces around an address and within a number are no part of it', () => {
  const values = toValues({ channels: [], criticalInQuiet: false }, 'UTC');
  expect(toPreferences({ ...values, email: ' a@example.com ', phone: '+1 (555) 010-0' })).toMatchObject({
    email: 'a@example.com',
    phone: '+15550100',
  });
  expect(toPreferences({ ...values, email: '  ', phone: ' ' })).toEqual({
    channels: [],
    criticalInQuiet: false,
  });
});
