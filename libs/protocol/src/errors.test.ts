import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ERROR_CODES, ParleyError, WireError, type ErrorCategory } from './errors.ts';
import { afterClose, CLOSE } from './closeCodes.ts';

const anyError = fc.constantFrom(...(Object.keys(ERROR_CODES) as ErrorCategory[])).chain((category) =>
  fc.record({
    category: fc.constant(category),
    code: fc.constantFrom(...ERROR_CODES[category]),
    message: fc.string({ minLength: 1 }),
    recoverable: fc.boolean(),
    retryAfterMs: fc.option(fc.nat(), { nil: undefined }),
  }),
);

describe('errors', () => {
  test('[P33] every error says category, code, message and recoverable, and survives the wire', () => {
    fc.assert(
      fc.property(anyError, ({ category, code, message, recoverable, retryAfterMs }) => {
        const more = { recoverable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
        const wire = new ParleyError(category, code, message, more).toWire();
        expect(WireError.parse(JSON.parse(JSON.stringify(wire)))).toEqual({
          category,
          code,
          message,
          ...more,
        });
        expect(ParleyError.fromWire(wire).toWire()).toEqual(wire);
      }),
    );
  });

  test('[P33] whatever is thrown becomes an error that tells nothing of what was thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string({ minLength: 8 }), (thrown, secret) => {
        const wire = ParleyError.from(thrown).toWire();
        expect(wire).toMatchObject({ category: 'service', code: 'internal', recoverable: true });
        expect(JSON.stringify(ParleyError.from(new Error(secret)).toWire())).toBe(JSON.stringify(wire));
      }),
    );
  });

  test('[P34] every close code says what the client does; unknown ones are tried again', () => {
    for (const { code, client } of Object.values(CLOSE)) expect(afterClose(code)).toBe(client);
    expect(afterClose(1006)).toBe('retry');
    expect(new Set(Object.values(CLOSE).map(({ code }) => code)).size).toBe(Object.keys(CLOSE).length);
  });
});
