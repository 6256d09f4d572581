import { describe, expect, test } from '@jest/globals';
import { HEADER } from '@parley/protocol';
import * as fc from 'fast-check';
import { headers } from 'nats';
import { newTrace, traceOf, traceParent } from './trace.ts';

const withHeader = (value: string) => {
  const header = headers();
  header.set(HEADER.trace, value);
  return header;
};

describe('trace', () => {
  test('[P36] a trace id goes through a header unchanged', () => {
    const anyTrace = fc.string({
      unit: fc.constantFrom(...'0123456789abcdef'.split('')),
      minLength: 32,
      maxLength: 32,
    });
    fc.assert(
      fc.property(anyTrace, (trace) => {
        expect(traceOf(withHeader(traceParent(trace)))).toBe(trace);
      }),
      { numRuns: 200 },
    );
  });

  test('without a readable header a new one begins', () => {
    for (const header of [undefined, headers(), withHeader('nonsense'), withHeader('00-12-34-01')]) {
      expect(traceOf(header)).toMatch(/^[0-9a-f]{32}$/);
    }
    expect(newTrace()).not.toBe(newTrace());
  });

  test('nothing but a trace id gets into a header', () => {
    expect(() => traceParent('x\r\nEvil: yes')).toThrow('trace');
  });
});
