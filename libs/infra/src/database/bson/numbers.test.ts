import { describe, expect, test } from '@jest/globals';
import { Double, Int32, Long } from 'bson';
import * as fc from 'fast-check';
import { addNumbers, compareNumbers } from './numbers.ts';

const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('numbers', () => {
  test('two Longs compare as whole numbers', () => {
    fc.assert(
      fc.property(longs, longs, (a, b) => {
        expect(compareNumbers(Long.fromBigInt(a), Long.fromBigInt(b))).toBe(a < b ? -1 : Number(a > b));
      }),
    );
  });

  test('a Long and a whole Double compare as whole numbers', () => {
    fc.assert(
      fc.property(longs, longs.map(Number), (a, b) => {
        const whole = BigInt(b);
        expect(compareNumbers(Long.fromBigInt(a), new Double(b))).toBe(a < whole ? -1 : Number(a > whole));
      }),
    );
  });

  test('a sum of whole numbers is exact, or undefined when 64 bits do not hold it', () => {
    fc.assert(
      fc.property(longs, longs, (a, b) => {
        const sum = addNumbers(Long.fromBigInt(a), Long.fromBigInt(b));
        const expected = a + b;
        if (BigInt.asIntN(64, expected) === expected) expect(sum).toEqual(Long.fromBigInt(expected));
        else expect(sum).toBeUndefined();
      }),
    );
  });

  test('two Int32 stay one while it fits, a Double makes a Double', () => {
    expect(addNumbers(new Int32(2 ** 31 - 2), new Int32(1))).toEqual(new Int32(2 ** 31 - 1));
    expect(addNumbers(new Int32(2 ** 31 - 1), new Int32(1))).toEqual(Long.fromNumber(2 ** 31));
    expect(addNumbers(new Int32(1), new Double(1))).toEqual(new Double(2));
  });
});
