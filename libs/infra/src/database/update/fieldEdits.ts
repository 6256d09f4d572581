import { Timestamp } from 'bson';
import { CommandError, badValue, typeMismatch } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import { isDoc } from '../bson/kindOf.ts';
import { addNumbers, isNumeric } from '../bson/numbers.ts';
import type { Value } from '../bson/value.ts';
import { typeName } from '../query/typePredicate.ts';
import type { Edit } from './editPath.ts';

/** `$inc`: adds; the type is the wider of the two. */
export function increment(name: string, by: Value): Edit {
  if (!isNumeric(by)) throw typeMismatch(`Cannot increment with non-numeric argument: ${name}`);
  return (current) => {
    if (current === undefined) return by;
    if (!isNumeric(current)) {
      throw typeMismatch(`Cannot apply $inc to a value of non-numeric type: ${name} is ${typeName(current)}`);
    }
    const sum = addNumbers(current, by);
    if (sum === undefined) throw badValue(`Failed to apply $inc: ${name} would overflow a 64-bit integer`);
    return sum;
  };
}

/** `$min` (sign 1) and `$max` (sign -1): keeps the first of both in BSON's order, or its opposite. */
export function extreme(sign: 1 | -1, other: Value): Edit {
  return (current) => (current === undefined || compare(other, current) * sign < 0 ? other : current);
}

/** `$currentDate`: the time of the update as a date, or as a timestamp. */
export function currentDate(name: string, as: Value, now: Date): Edit {
  if (typeof as === 'boolean') return () => now;
  const type = isDoc(as) && Object.keys(as).length === 1 ? as['$type'] : undefined;
  if (type === 'date') return () => now;
  if (type === 'timestamp') return () => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  throw new CommandError(
    2,
    'BadValue',
    `$currentDate of ${name} needs true or {$type: 'date' | 'timestamp'}`,
  );
}
