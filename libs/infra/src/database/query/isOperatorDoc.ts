import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';

/** Whether a condition is made of operators (`{$gt: 1}`) and not a value to be equal to. */
export function isOperatorDoc(condition: Value): condition is Doc {
  if (!isDoc(condition)) return false;
  const first = Object.keys(condition)[0];
  return first !== undefined && first.startsWith('$');
}
