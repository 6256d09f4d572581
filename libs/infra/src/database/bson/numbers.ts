import { Double, Int32, Long } from 'bson';
import { Kind, kindOf } from './kindOf.ts';
import type { Numeric, Value } from './value.ts';

/** Whether a value is an Int32, a Long or a Double. */
export function isNumeric(value: Value | undefined): value is Numeric {
  return value !== undefined && kindOf(value) === Kind.number;
}

/**
 * A number as the nearest double and what a Long lacks to it, so that numbers of all types compare exactly:
 * first the double, then the rest (within ±1,024).
 */
export function exactParts(value: Numeric): [nearest: number, rest: number] {
  if (!(value instanceof Long)) return [value.valueOf(), 0];
  const nearest = value.toNumber();
  if (Number.isSafeInteger(nearest)) return [nearest, 0];
  return [nearest, Number(value.toBigInt() - BigInt(nearest))];
}

/** Compares two numbers exactly, whatever their types; NaN comes first. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const [nearestA, restA] = exactParts(a);
  const [nearestB, restB] = exactParts(b);
  if (nearestA !== nearestB) {
    if (Number.isNaN(nearestA)) return Number.isNaN(nearestB) ? 0 : -1;
    if (Number.isNaN(nearestB)) return 1;
    return nearestA < nearestB ? -1 : 1;
  }
  return Math.sign(restA - restB);
}

/** Whether a value is the number NaN, which no range but `$gte: NaN` and `$lte: NaN` contains. */
export function isNaNValue(value: Value): boolean {
  return value instanceof Double && Number.isNaN(value.value);
}

/** The sum of two numbers: the wider type of the two, an Int32 that overflows becomes a Long; undefined: a Long overflows. */
export function addNumbers(a: Numeric, b: Numeric): Numeric | undefined {
  if (a instanceof Double || b instanceof Double) return new Double(toDouble(a) + toDouble(b));
  const sum = toBigInt(a) + toBigInt(b);
  if (BigInt.asIntN(64, sum) !== sum) return undefined;
  if (a instanceof Int32 && b instanceof Int32 && BigInt.asIntN(32, sum) === sum)
    return new Int32(Number(sum));
  return Long.fromBigInt(sum);
}

/** A number as a double, the nearest one for a big Long. */
export function toDouble(value: Numeric): number {
  return value instanceof Long ? value.toNumber() : value.valueOf();
}

function toBigInt(value: Int32 | Long): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(value.value);
}
