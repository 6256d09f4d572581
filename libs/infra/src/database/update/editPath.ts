import { CommandError, badValue } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { typeName } from '../query/typePredicate.ts';
import type { Test } from '../query/reach.ts';
import { fieldOf, isPosition, type Path } from '../query/walkPath.ts';

/** Makes the new value of a field from the one it has; undefined is a missing field, before and after. */
export type Edit = (current: Value | undefined) => Value | undefined;

/** One change at one path. */
export interface Change {
  path: Path;
  edit: Edit;
  /** Whether the fields on the way are made when missing; if not, a path that leads nowhere changes nothing. */
  creates: boolean;
}

/** The tests of the array filters, by identifier. */
export type ElementTests = ReadonlyMap<string, Test>;

const maxPadding = 1_500_000;

/** Applies a change to a document; everything off its path is shared with the old one. */
export function editPath(doc: Doc, change: Change, tests: ElementTests): Doc {
  return editIn(doc, change, 0, tests) as Doc;
}

function editIn(
  value: Value | undefined,
  change: Change,
  at: number,
  tests: ElementTests,
): Value | undefined {
  const part = change.path[at];
  if (part === undefined) return change.edit(value);
  if (part.startsWith('$[')) return editElements(value, change, at, tests, part);
  if (Array.isArray(value)) return editPosition(value, change, at, tests, part);
  if (value !== undefined && !isDoc(value)) return notViable(value, change, at);
  if (value === undefined && !change.creates) return undefined;
  const before = value === undefined ? undefined : fieldOf(value, part);
  const after = editIn(before, change, at + 1, tests);
  if (after === before) return value;
  if (after !== undefined) return { ...value, [part]: after };
  const { [part]: _, ...rest } = value ?? {};
  return rest;
}

function editPosition(array: Value[], change: Change, at: number, tests: ElementTests, part: string): Value {
  if (!isPosition(part)) return notViable(array, change, at);
  const position = Number(part);
  if (position >= array.length && !change.creates) return array;
  if (position > array.length + maxPadding) throw badValue(`cannot pad an array up to position ${part}`);
  const after = editIn(array[position], change, at + 1, tests);
  const edited = [...array];
  while (edited.length < position) edited.push(null);
  // An element that is taken away leaves null behind, so that the others keep their positions.
  edited[position] = after ?? null;
  return edited;
}

/** `$[]` edits all elements, `$[name]` those that fulfil the array filter of that name. */
function editElements(
  value: Value | undefined,
  change: Change,
  at: number,
  tests: ElementTests,
  part: string,
): Value | undefined {
  const path = change.path.slice(0, at).join('.');
  if (value === undefined) {
    throw badValue(`The path '${path}' must exist in the document in order to apply array updates.`);
  }
  if (!Array.isArray(value)) throw badValue(`Cannot apply array updates to non-array element ${path}`);
  const test = part === '$[]' ? () => true : tests.get(part.slice(2, -1));
  if (!test)
    throw badValue(
      `No array filter found for identifier '${part.slice(2, -1)}' in path '${change.path.join('.')}'`,
    );
  return value.map((element) => (test(element) ? (editIn(element, change, at + 1, tests) ?? null) : element));
}

function notViable(value: Value, change: Change, at: number): Value {
  if (!change.creates) return value;
  const field = change.path[at];
  const message = `Cannot create field '${field}' in element '${change.path[at - 1]}' of type ${typeName(value)}`;
  throw new CommandError(28, 'PathNotViable', message);
}
