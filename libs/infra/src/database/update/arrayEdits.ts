import { badValue, unserved } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import { isDoc } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { elementMatcher } from '../query/matcher.ts';
import { compareBy, orderFields, sortValues } from '../query/sortOrder.ts';
import { typeName } from '../query/typePredicate.ts';
import type { Edit } from './editPath.ts';

const modifiers = new Set(['$each', '$position', '$sort', '$slice']);

/** `$push`: appends one value, or with `$each` several, which may be placed, sorted and cut. */
export function push(name: string, operand: Value): Edit {
  const { each, rest } = eachOf('$push', name, operand);
  for (const modifier of Object.keys(rest)) {
    if (!modifiers.has(modifier)) throw unserved(`the modifier ${modifier} of $push`);
  }
  const position = rest['$position'] === undefined ? undefined : wholeNumber('$position', rest['$position']);
  const slice = rest['$slice'] === undefined ? undefined : wholeNumber('$slice', rest['$slice']);
  const order = rest['$sort'] === undefined ? undefined : elementOrder(rest['$sort']);
  return (current) => {
    const array = [...arrayAt('$push', name, current)];
    array.splice(position ?? array.length, 0, ...each);
    if (order) array.sort(order);
    if (slice === undefined) return array;
    return slice < 0 ? array.slice(slice) : array.slice(0, slice);
  };
}

/** `$addToSet`: appends those values that no element equals. */
export function addToSet(name: string, operand: Value): Edit {
  const { each, rest } = eachOf('$addToSet', name, operand);
  const other = Object.keys(rest)[0];
  if (other !== undefined) throw badValue(`$addToSet has no modifier ${other}`);
  return (current) => {
    const array = [...arrayAt('$addToSet', name, current)];
    for (const value of each) if (!array.some((element) => compare(element, value) === 0)) array.push(value);
    return array;
  };
}

/** `$pull`: takes out the elements that equal a value or fulfil a condition. */
export function pull(name: string, operand: Value): Edit {
  const matches = isDoc(operand)
    ? elementMatcher(operand)
    : (element: Value) => compare(element, operand) === 0;
  return (current) => {
    if (current === undefined) return undefined;
    if (!Array.isArray(current)) throw badValue(`Cannot apply $pull to a non-array value: ${name}`);
    return current.filter((element) => !matches(element));
  };
}

function eachOf(operator: string, name: string, operand: Value): { each: Value[]; rest: Doc } {
  if (!isDoc(operand) || operand['$each'] === undefined) return { each: [operand], rest: {} };
  const { $each: each, ...rest } = operand;
  if (!Array.isArray(each))
    throw badValue(`The argument to $each in ${operator} of ${name} must be an array`);
  return { each, rest };
}

function arrayAt(operator: string, name: string, current: Value | undefined): Value[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  throw badValue(`The field '${name}' must be an array for ${operator} but is of type ${typeName(current)}`);
}

function elementOrder(sort: Value): (a: Value, b: Value) => number {
  if (isNumeric(sort)) {
    const direction = toDouble(sort);
    if (direction !== 1 && direction !== -1) throw badValue('$sort of $push must be 1 or -1');
    return (a, b) => compare(a, b) * direction;
  }
  if (!isDoc(sort)) throw badValue('$sort of $push must be 1, -1 or a document');
  const fields = orderFields(sort, 'sort');
  const by = (element: Value) => sortValues(isDoc(element) ? element : {}, fields);
  return (a, b) => compareBy(fields, by(a), by(b));
}

function wholeNumber(what: string, value: Value): number {
  const number = isNumeric(value) ? toDouble(value) : Number.NaN;
  if (!Number.isInteger(number)) throw badValue(`${what} of $push must be a whole number`);
  return number;
}
