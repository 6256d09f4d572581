import { Double, Int32 } from 'bson';
import { unserved } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import { addNumbers, isNumeric, toDouble } from '../bson/numbers.ts';
import type { Numeric, Value } from '../bson/value.ts';

/** Gathers one value of a group. */
export interface Accumulator {
  add(value: Value | undefined): void;
  result(): Value;
}

/** Makes the accumulator of an operator of `$group`. */
export function accumulatorOf(operator: string): () => Accumulator {
  switch (operator) {
    case '$sum':
      return sum;
    case '$avg':
      return average;
    case '$min':
      return () => extreme(1);
    case '$max':
      return () => extreme(-1);
    case '$first':
      return first;
    case '$last':
      return last;
    case '$push':
      return push;
    default:
      throw unserved(`the accumulator ${operator}`);
  }
}

/** Adds numbers and leaves out all else; whole numbers stay whole while they fit 64 bits. */
function sum(): Accumulator {
  let total: Numeric = new Int32(0);
  return {
    add(value) {
      if (isNumeric(value)) total = addNumbers(total, value) ?? new Double(toDouble(total) + toDouble(value));
    },
    result: () => total,
  };
}

function average(): Accumulator {
  let total = 0;
  let count = 0;
  return {
    add(value) {
      if (!isNumeric(value)) return;
      total += toDouble(value);
      count++;
    },
    result: () => (count === 0 ? null : new Double(total / count)),
  };
}

/** The least (sign 1) or greatest (sign -1) value in BSON's order; null and missing ones don't count. */
function extreme(sign: 1 | -1): Accumulator {
  let best: Value = null;
  return {
    add(value) {
      if (value === undefined || value === null) return;
      if (best === null || compare(value, best) * sign < 0) best = value;
    },
    result: () => best,
  };
}

function first(): Accumulator {
  let value: Value | undefined;
  let isSet = false;
  return {
    add(next) {
      if (!isSet) value = next;
      isSet = true;
    },
    result: () => value ?? null,
  };
}

function last(): Accumulator {
  let value: Value | undefined;
  return {
    add(next) {
      value = next;
    },
    result: () => value ?? null,
  };
}

function push(): Accumulator {
  const values: Value[] = [];
  return {
    add(value) {
      if (value !== undefined) values.push(value);
    },
    result: () => values,
  };
}
