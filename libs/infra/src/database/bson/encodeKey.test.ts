import { describe, expect, test } from '@jest/globals';
import { Binary, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import * as fc from 'fast-check';
import { compare } from './compare.ts';
import { encodeKey } from './encodeKey.ts';
import type { Value } from './value.ts';

const numbers: fc.Arbitrary<Value> = fc.oneof(
  fc.integer().map((n) => new Int32(n)),
  fc.double().map((n) => new Double(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
  // Near a power of two, where a double leaves out whole numbers.
  fc
    .tuple(fc.integer({ min: 52, max: 62 }), fc.integer({ min: -3, max: 3 }), fc.boolean())
    .map(([bits, rest, isLong]): Value => {
      const value = 2n ** BigInt(bits) + BigInt(rest);
      return isLong ? Long.fromBigInt(value) : new Double(Number(value));
    }),
);

const leaves: fc.Arbitrary<Value> = fc.oneof(
  numbers,
  fc.constant(null),
  fc.boolean(),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('a', 'a\0', 'a\0\0', 'a\u0001', '\u{1f600}', '\uffee', '\ud7ff'),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => new Binary(bytes)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
);

const { value: values } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'ab', 'b', 'c\0'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}));

const directions = fc.constantFrom<1 | -1>(1, -1);

describe('an encoded key', () => {
  test('has the order of the values', () => {
    fc.assert(
      fc.property(values, values, directions, (a, b, direction) => {
        const order = Buffer.compare(encodeKey([a], [direction]), encodeKey([b], [direction]));
        expect(order).toBe(Math.sign(compare(a, b) * direction) || 0);
      }),
      { numRuns: 2000 },
    );
  });

  test('has the order of numbers of all types, exactly', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(Buffer.compare(encodeKey([a], [1]), encodeKey([b], [1]))).toBe(Math.sign(compare(a, b)) || 0);
      }),
      { numRuns: 2000 },
    );
  });

  test('of several values has the order of the first that differ', () => {
    const pairs = fc.tuple(values, values);
    fc.assert(
      fc.property(pairs, pairs, fc.tuple(directions, directions), (a, b, by) => {
        const expected = compare(a[0], b[0]) * by[0] || compare(a[1], b[1]) * by[1];
        expect(Buffer.compare(encodeKey(a, by), encodeKey(b, by))).toBe(Math.sign(expected) || 0);
      }),
      { numRuns: 500 },
    );
  });

  test('is never the beginning of another one', () => {
    fc.assert(
      fc.property(values, values, directions, (a, b, direction) => {
        const [x, y] = [encodeKey([a], [direction]), encodeKey([b], [direction])];
        fc.pre(compare(a, b) !== 0);
        expect(Buffer.from(y.subarray(0, x.length)).equals(x)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
