import { BSONRegExp } from 'bson';
import { isDoc, Kind, kindOf } from '../bson/kindOf.ts';
import { isNaNValue } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { isOperatorDoc } from './isOperatorDoc.ts';

/** What a filter says of one field, as far as an index can use it. */
export interface FieldBounds {
  /** The field equals one of these. */
  equal?: Value[];
  low?: { value: Value; inclusive: boolean };
  high?: { value: Value; inclusive: boolean };
}

/** Gathers the bounds of all fields that every match of a filter must lie in. The matcher still decides. */
export function indexBounds(filter: Doc, into = new Map<string, FieldBounds>()): Map<string, FieldBounds> {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDoc(branch)) indexBounds(branch, into);
    } else if (!name.startsWith('$')) {
      addField(name, condition, into);
    }
  }
  return into;
}

function addField(name: string, condition: Value, into: Map<string, FieldBounds>): void {
  const bounds = into.get(name) ?? {};
  if (!isOperatorDoc(condition)) addOperator(bounds, '$eq', condition);
  else for (const [operator, operand] of Object.entries(condition)) addOperator(bounds, operator, operand);
  if (bounds.equal ?? bounds.low ?? bounds.high) into.set(name, bounds);
}

function addOperator(bounds: FieldBounds, operator: string, operand: Value): void {
  switch (operator) {
    case '$eq':
      if (isIndexable(operand)) bounds.equal = [operand];
      return;
    case '$in':
      if (Array.isArray(operand) && operand.every(isIndexable)) bounds.equal ??= operand;
      return;
    // Whoever has all of them has the first one.
    case '$all':
      if (Array.isArray(operand) && isElement(operand[0])) bounds.equal ??= [operand[0]];
      return;
    case '$gt':
    case '$gte':
      if (isRangeable(operand)) bounds.low ??= { value: operand, inclusive: operator === '$gte' };
      return;
    case '$lt':
    case '$lte':
      if (isRangeable(operand)) bounds.high ??= { value: operand, inclusive: operator === '$lte' };
      return;
    default:
  }
}

/** An array is indexed by its elements, so being equal to a whole one can't be looked up. */
function isIndexable(value: Value): boolean {
  return !Array.isArray(value) && !(value instanceof BSONRegExp);
}

/** An operand of `$all` that stands for an element itself. */
function isElement(value: Value | undefined): value is Value {
  return value !== undefined && isIndexable(value) && !isOperatorDoc(value);
}

function isRangeable(value: Value): boolean {
  return isIndexable(value) && kindOf(value) !== Kind.null && !isNaNValue(value);
}
