import { badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { comparison } from './comparison.ts';
import { isOperatorDoc } from './isOperatorDoc.ts';
import type { Reach, Test } from './reach.ts';
import { typePredicate } from './typePredicate.ts';

/** Builds the test of one element, for `$elemMatch`. */
type ElementMatcher = (condition: Doc) => Test;

/** The test of a condition: a value to be equal to, or a document of operators, all of which must hold. */
export function conditionTest(reach: Reach, condition: Value, elementMatcher: ElementMatcher): Test {
  if (!isOperatorDoc(condition)) return reach.any(comparison('$eq', condition));
  const all = Object.entries(condition).map(([name, operand]) =>
    operation(reach, name, operand, elementMatcher),
  );
  if (all.length === 1 && all[0]) return all[0];
  return (value) => all.every((matches) => matches(value));
}

function operation(reach: Reach, name: string, operand: Value, elementMatcher: ElementMatcher): Test {
  switch (name) {
    case '$eq':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
    case '$in':
      return reach.any(comparison(name, operand));
    case '$ne':
      return not(reach.any(comparison('$eq', operand)));
    case '$nin':
      return not(reach.any(comparison('$in', operand)));
    case '$not':
      if (!isOperatorDoc(operand)) throw badValue('$not needs a document of operators');
      return not(conditionTest(reach, operand, elementMatcher));
    case '$exists': {
      const exists = reach.whole((value) => value !== undefined);
      return isTruthy(operand) ? exists : not(exists);
    }
    case '$type':
      return reach.any(typePredicate(operand));
    case '$size': {
      const size = isNumeric(operand) ? toDouble(operand) : Number.NaN;
      if (!Number.isInteger(size) || size < 0) throw badValue('$size must be a non-negative whole number');
      return reach.whole((value) => Array.isArray(value) && value.length === size);
    }
    case '$elemMatch': {
      if (!isDoc(operand)) throw badValue('$elemMatch needs an Object');
      const matches = elementMatcher(operand);
      return reach.whole((value) => Array.isArray(value) && value.some(matches));
    }
    case '$all':
      return allOf(reach, operand, elementMatcher);
    default:
      throw unserved(`the query operator ${name}`);
  }
}

function allOf(reach: Reach, operand: Value, elementMatcher: ElementMatcher): Test {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  const each = operand.map((wanted) =>
    isDoc(wanted) && wanted['$elemMatch'] !== undefined
      ? operation(reach, '$elemMatch', wanted['$elemMatch'], elementMatcher)
      : operation(reach, '$eq', wanted, elementMatcher),
  );
  return (value) => each.length > 0 && each.every((matches) => matches(value));
}

function not(matches: Test): Test {
  return (value) => !matches(value);
}

function isTruthy(value: Value): boolean {
  return isNumeric(value) ? toDouble(value) !== 0 : value !== false && value !== null;
}
