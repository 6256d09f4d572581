import { badValue } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { fieldOf, type Path } from '../query/walkPath.ts';
import type { PlannedChange } from './PlannedChange.ts';
import type { Change } from './editPath.ts';
import { updatePath } from './updatePath.ts';

/** `$rename`: takes a field away and puts its value to another place. Neither place may be in an array. */
export function renaming(from: Path, to: Value): PlannedChange[] {
  if (typeof to !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${from.join('.')}`);
  const path = updatePath(to);
  if ([...from, ...path].some((part) => part.startsWith('$['))) throw badValue('$rename cannot enter arrays');
  return [
    { path: from, edit: () => undefined, creates: false },
    { path, edit: (current) => current, creates: true, from },
  ];
}

/** The change that puts the value that was at `from`, if any, to the new place. */
export function moved(doc: Doc, change: Change, from: Path): Change {
  checkNoArray(doc, change.path);
  const source = checkNoArray(doc, from);
  return source === undefined ? { ...change, creates: false } : { ...change, edit: () => source };
}

/** The value at a path that leads through no array. */
function checkNoArray(doc: Doc, path: Path): Value | undefined {
  let value: Value | undefined = doc;
  for (const part of path) {
    if (Array.isArray(value))
      throw badValue(`$rename cannot enter the array on the way to ${path.join('.')}`);
    value = isDoc(value) ? fieldOf(value, part) : undefined;
  }
  return value;
}
