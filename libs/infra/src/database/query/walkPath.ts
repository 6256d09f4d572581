import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';

/** A dotted field path, cut at its dots. */
export type Path = readonly string[];
type Visit = (value: Value | undefined) => boolean;

/** Whether a part of a path can be a position in an array. */
export function isPosition(part: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(part);
}

/** A field of a document by its own name; undefined when missing. */
export function fieldOf(doc: Doc, name: string): Value | undefined {
  return Object.hasOwn(doc, name) ? doc[name] : undefined;
}

/**
 * Visits every value that a query path reaches: arrays on the way are entered both by position and element by element;
 * an array at the end is visited as a whole. A missing value is visited as undefined. Ends early when `visit` says true.
 */
export function walkPath(value: Value, path: Path, visit: Visit, at = 0): boolean {
  const part = path[at];
  if (part === undefined) return visit(value);
  if (Array.isArray(value)) return walkArray(value, path, visit, at, part);
  const next = isDoc(value) ? fieldOf(value, part) : undefined;
  return next === undefined ? visit(undefined) : walkPath(next, path, visit, at + 1);
}

function walkArray(array: Value[], path: Path, visit: Visit, at: number, part: string): boolean {
  const positioned = isPosition(part) ? array[Number(part)] : undefined;
  if (positioned !== undefined && walkPath(positioned, path, visit, at + 1)) return true;
  return array.some((element) => isDoc(element) && walkPath(element, path, visit, at));
}

/** Like {@link walkPath}, but an array at the end is visited element by element first, then as a whole. */
export function walkElements(value: Value, path: Path, visit: Visit): boolean {
  return walkPath(value, path, (reached) => {
    if (Array.isArray(reached) && reached.some((element) => visit(element))) return true;
    return visit(reached);
  });
}
