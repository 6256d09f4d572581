import { badValue } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { isOperatorDoc } from '../query/isOperatorDoc.ts';
import { fieldOf } from '../query/walkPath.ts';
import { editPath } from './editPath.ts';

/** The document that an upsert starts from: the fields that its filter says are equal to a value. */
export function upsertSeed(filter: Doc): Doc {
  const equal = new Map<string, Value>();
  gather(filter, equal);
  let seed: Doc = {};
  for (const [name, value] of equal) {
    seed = editPath(seed, { path: name.split('.'), edit: () => value, creates: true }, new Map());
  }
  return seed;
}

function gather(filter: Doc, into: Map<string, Value>): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDoc(branch)) gather(branch, into);
    } else if (!name.startsWith('$')) {
      const value = isOperatorDoc(condition) ? fieldOf(condition, '$eq') : condition;
      if (value === undefined) continue;
      if (into.has(name))
        throw badValue(`cannot infer the field ${name} of an upsert from several conditions`);
      into.set(name, value);
    }
  }
}
