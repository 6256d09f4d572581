import { expect, test } from '@jest/globals';
import { ERROR_CODES, ParleyError, type ErrorCategory, type ErrorCode } from '@parley/protocol';
import * as fc from 'fast-check';
import { busError } from './busError.ts';
import { HandlerTimeout } from './HandlerTimeout.ts';
import { isOwnFault } from './isOwnFault.ts';

const OUTAGES: readonly string[] = ['unavailable', 'timeout'];
const codes = Object.entries(ERROR_CODES).flatMap(([category, codes]) =>
  codes.map((code) => [category as ErrorCategory, code] as const),
);
const isOutage = (category: ErrorCategory, code: ErrorCode) =>
  category === 'service' && OUTAGES.includes(code);

const anyOutage = fc.oneof(
  fc
    .constantFrom('unavailable' as const, 'timeout' as const)
    .map((code) => new ParleyError('service', code, 'x')),
  fc.string().map((text) => busError(new Error(text))),
);
const anyFault = fc.oneof(
  fc.string().map((text) => new TypeError(text)),
  fc
    .constantFrom(...codes.filter(([category, code]) => !isOutage(category, code)))
    .map(([category, code]) => new ParleyError(category, code, 'x')),
  fc.nat().map((ms) => new HandlerTimeout(ms)),
  fc.anything().filter((value) => !(value instanceof Error)),
);
const wrapped = (inner: unknown, times: number): unknown =>
  times === 0 ? inner : wrapped(new Error('wrapped', { cause: inner }), times - 1);

test('what is away is never the message’s fault, however deep the error tells it; all else is', () => {
  fc.assert(
    fc.property(anyOutage, anyFault, fc.nat(4), (outage, fault, times) => {
      expect(isOwnFault(wrapped(outage, times))).toBe(false);
      expect(isOwnFault(wrapped(fault, times))).toBe(true);
    }),
    { numRuns: 300 },
  );
});
