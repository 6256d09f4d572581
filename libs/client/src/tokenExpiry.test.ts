import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { tokenExpiry } from './tokenExpiry.ts';

const tokenOf = (claims: unknown): string =>
  `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

test('reads `exp` in milliseconds, whatever else the token says', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string({ unit: 'binary' }), (exp, name) => {
      expect(tokenExpiry(tokenOf({ exp, name }))).toBe(exp * 1000);
    }),
    { numRuns: 200 },
  );
});

test('what is no token has no expiry, and is no error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(tokenExpiry(text) ?? 0).toEqual(expect.any(Number));
    }),
    { numRuns: 200 },
  );
  expect(tokenExpiry(tokenOf({ exp: 'tomorrow' }))).toBeUndefined();
  expect(tokenExpiry(tokenOf(null))).toBeUndefined();
});
