import { expect, test } from '@jest/globals';
import { ServerFrame } from '@parley/protocol';
import { anyOf } from '@parley/protocol/test/anyOf';
import * as fc from 'fast-check';
import { parseServerFrame } from './parseServerFrame.ts';

const TYPES = ServerFrame.options.map((option) => option.shape.type.value);

test.each(TYPES)('[P31] %s arrives unchanged', (type) => {
  const schema = ServerFrame.options.find((option) => option.shape.type.value === type) ?? ServerFrame;
  fc.assert(
    fc.property(anyOf<ServerFrame>(schema), (frame) => {
      expect(parseServerFrame(JSON.stringify(frame))).toEqual(frame);
    }),
    { numRuns: 100 },
  );
});

test('[P31] unknown fields of a newer server stay', () => {
  const frame = { type: 'pong', ref: 'x', more: { at: 1 } };
  expect(parseServerFrame(JSON.stringify(frame))).toEqual(frame);
});

test('[P32] a frame of any other type is not taken', () => {
  const known = new Set<string>(TYPES);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('toString', '__proto__', 'constructor')), (type) => {
      const frame = { type, ref: 'r', sessionId: 's' };
      expect(parseServerFrame(JSON.stringify(frame)) === undefined || known.has(type)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('[P9] whatever comes, nothing throws', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.anything());
  fc.assert(
    fc.property(anything, (data) => {
      expect(parseServerFrame(data)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('[P9] a frame that lacks a field, or has one of another type, is not taken', () => {
  const broken = fc
    .constantFrom(...TYPES)
    .chain((type) => fc.tuple(fc.constant(type), fc.constantFrom(null, 1, [])));
  fc.assert(
    fc.property(broken, ([type, value]) => {
      const fields = ['ref', 'sessionId', 'error', 'connectionId', 'reconnectInMs'];
      const frame = { type, ...Object.fromEntries(fields.map((field) => [field, value])) };
      const taken = parseServerFrame(JSON.stringify(frame));
      expect(taken === undefined || type === 'goaway' || type === 'error').toBe(true);
    }),
    { numRuns: 100 },
  );
});
