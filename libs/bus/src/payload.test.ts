import { describe, expect, test } from '@jest/globals';
import { ParleyError } from '@parley/protocol';
import * as fc from 'fast-check';
import { z } from 'zod';
import { fromBytes, toBytes } from './payload.ts';

describe('payload', () => {
  test('[P31] what was sent is what is read', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (value) => {
        const json = JSON.stringify(value);
        // Schemas leave that key out, on purpose.
        fc.pre(!json.includes('"__proto__"'));
        const sent = JSON.parse(json) as unknown;
        expect(fromBytes(z.json(), toBytes(value))).toEqual(sent);
      }),
      { numRuns: 200 },
    );
  });

  test('[P9] any bytes are read or refused, never anything else', () => {
    const schema = z.object({ at: z.int() });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          try {
            fromBytes(schema, bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(ParleyError);
            expect(error).toMatchObject({ category: 'validation' });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a refusal names the field and the rule, not the value', () => {
    const schema = z.object({ user: z.object({ id: z.string().max(3, 'must be short') }) });
    expect(() => fromBytes(schema, toBytes({ user: { id: 'very private' } }))).toThrow(
      /^user.id: must be short$/,
    );
  });

  test('bytes go as they are', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    expect(toBytes(bytes)).toBe(bytes);
  });
});
