import { badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { conditionTest } from './conditionTest.ts';
import { isOperatorDoc } from './isOperatorDoc.ts';
import { elementReach, fieldReach, type Test } from './reach.ts';

const logical = new Set(['$and', '$or', '$nor']);

/** Builds the test of a filter. An operator that isn't served, or used wrongly, is an error that names it. */
export function matcher(filter: Doc): Test {
  const parts = Object.entries(filter).map(([name, condition]) => part(name, condition));
  if (parts.length === 1 && parts[0]) return parts[0];
  return (doc) => parts.every((matches) => matches(doc));
}

/**
 * The test that `$elemMatch`, `$pull` and array filters make of one element: a filter on an element that is a
 * document, or operators on the element itself.
 */
export function elementMatcher(condition: Doc): Test {
  const first = Object.keys(condition)[0];
  if (isOperatorDoc(condition) && !logical.has(first ?? '')) {
    return conditionTest(elementReach, condition, elementMatcher);
  }
  const matches = matcher(condition);
  return (element) => (isDoc(element) || Array.isArray(element)) && matches(element);
}

function part(name: string, condition: Value): Test {
  if (!name.startsWith('$')) return conditionTest(fieldReach(name.split('.')), condition, elementMatcher);
  switch (name) {
    case '$and': {
      const all = branches(name, condition);
      return (doc) => all.every((matches) => matches(doc));
    }
    case '$or': {
      const any = branches(name, condition);
      return (doc) => any.some((matches) => matches(doc));
    }
    case '$nor': {
      const none = branches(name, condition);
      return (doc) => !none.some((matches) => matches(doc));
    }
    case '$comment':
      return () => true;
    default:
      throw unserved(`the query operator ${name}`);
  }
}

function branches(name: string, condition: Value): Test[] {
  if (!Array.isArray(condition) || condition.length === 0) throw badValue(`${name} must be a nonempty array`);
  return condition.map((branch) => {
    if (!isDoc(branch)) throw badValue(`${name} entries must be objects`);
    return matcher(branch);
  });
}
