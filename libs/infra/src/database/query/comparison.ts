import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { badValue, unserved } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import { Kind, kindOf } from '../bson/kindOf.ts';
import { isNaNValue } from '../bson/numbers.ts';
import type { Value } from '../bson/value.ts';
import { isOperatorDoc } from './isOperatorDoc.ts';
import type { ValuePredicate } from './reach.ts';

/**
 * The test of one comparison operator. Values are only compared with values of their own kind; a missing field equals
 * null.
 */
export function comparison(
  operator: '$eq' | '$gt' | '$gte' | '$lt' | '$lte' | '$in',
  operand: Value,
): ValuePredicate {
  if (operator === '$in') return oneOf(operand);
  if (operand instanceof BSONRegExp) throw unserved('regular expressions in filters');
  if (operator === '$eq') return equality(operand);
  if (operand instanceof MinKey || operand instanceof MaxKey)
    throw unserved(`MinKey and MaxKey in ${operator}`);
  const kind = kindOf(operand);
  if (kind === Kind.null || isNaNValue(operand)) {
    return operator === '$gte' || operator === '$lte' ? equality(operand) : () => false;
  }
  const holds = orders[operator];
  return (value) =>
    value !== undefined && kindOf(value) === kind && !isNaNValue(value) && holds(compare(value, operand));
}

const orders = {
  $gt: (order: number) => order > 0,
  $gte: (order: number) => order >= 0,
  $lt: (order: number) => order < 0,
  $lte: (order: number) => order <= 0,
};

function equality(operand: Value): ValuePredicate {
  const kind = kindOf(operand);
  if (kind === Kind.null) return (value) => value === undefined || value === null;
  if (kind === Kind.string || kind === Kind.boolean) return (value) => value === operand;
  return (value) => value !== undefined && kindOf(value) === kind && compare(value, operand) === 0;
}

function oneOf(operand: Value): ValuePredicate {
  if (!Array.isArray(operand)) throw badValue('$in needs an array');
  if (operand.some(isOperatorDoc)) throw badValue('cannot nest $ under $in');
  const strings = new Set(operand.filter((wanted) => typeof wanted === 'string'));
  const others = operand
    .filter((wanted) => typeof wanted !== 'string')
    .map((wanted) => comparison('$eq', wanted));
  return (value) =>
    (typeof value === 'string' && strings.has(value)) || others.some((equals) => equals(value));
}
