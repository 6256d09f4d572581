import { badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { arrayFilters } from './arrayFilters.ts';
import { changesOf } from './changesOf.ts';
import { editPath } from './editPath.ts';
import { moved } from './renaming.ts';
import { checkConflicts, comparePaths } from './updatePath.ts';

/** Makes the new document from the old one. `inserting`: an upsert makes the document. */
export type Update = (doc: Doc, inserting: boolean) => Doc;

/**
 * Reads an update: operators, or a whole new document. Anything that isn't served or contradicts itself is an error
 * before a document is touched.
 */
export function updateOf(update: Value, filters: readonly Value[], now: Date): Update {
  if (Array.isArray(update)) throw unserved('updates by a pipeline');
  if (!isDoc(update)) throw badValue('an update must be a document');
  const operators = Object.keys(update);
  if (!operators.some((name) => name.startsWith('$'))) {
    if (filters.length > 0) throw badValue('arrayFilters need an update by operators');
    return (doc) => replaced(doc, update);
  }
  const changes = operators.flatMap((operator) => changesOf(operator, update[operator] as Value, now));
  const paths = changes.map(({ path }) => path);
  checkConflicts(paths);
  changes.sort((a, b) => comparePaths(a.path, b.path));
  const tests = arrayFilters(filters, paths);
  return (doc, inserting) => {
    let next = doc;
    for (const change of changes) {
      if (change.onlyInserting && !inserting) continue;
      next = editPath(next, change.from ? moved(doc, change, change.from) : change, tests);
    }
    return next;
  };
}

function replaced(doc: Doc, replacement: Doc): Doc {
  const { _id } = doc;
  return _id === undefined || Object.hasOwn(replacement, '_id') ? replacement : { _id, ...replacement };
}
