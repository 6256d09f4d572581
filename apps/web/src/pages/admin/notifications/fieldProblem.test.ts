import { expect, test } from '@jest/globals';
import { RequestError } from '../../http/requestError.ts';
import { FIELDS, fieldProblem, missingAddress } from './fieldProblem.ts';

const refused = (message: string): RequestError =>
  new RequestError({ category: 'validation', code: 'invalid_field', message, recoverable: true });

test('a refusal stands at the field that it names', () => {
  for (const field of FIELDS) {
    for (const end of ['', '.'])
      expect(fieldProblem(refused(`body.${field}: must be better${end}`))).toEqual({
        field,
        words: 'Must be better.',
      });
  }
});

test.each(['body.channels.0: is none', 'email: is none', 'something else'])(
  '“%s” is about the whole',
  (message) => {
    const { field, words } = fieldProblem(refused(message));
    expect(field).toBeUndefined();
    expect(words).toContain(message);
  },
);

test('what is no refusal is told in words', () => {
  expect(fieldProblem(new Error('x'))).toEqual({ words: 'That didn’t work. Please try again.' });
});

test('a way needs its address', () => {
  const without = { criticalInQuiet: false };
  expect(missingAddress({ ...without, channels: ['email', 'sms'] })?.field).toBe('email');
  expect(missingAddress({ ...without, channels: ['sms'], email: 'a@example.com' })?.field).toBe('phone');
  expect(missingAddress({ ...without, channels: ['sms'], phone: '+15550100' })).toBeUndefined();
  expect(missingAddress({ ...without, channels: [] })).toBeUndefined();
});
