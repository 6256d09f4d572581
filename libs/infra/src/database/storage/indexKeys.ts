import { CommandError, unserved } from '../commandError.ts';
import { emptyArray, encodeKey, type KeyValue } from '../bson/encodeKey.ts';
import type { Doc } from '../bson/value.ts';
import { type Path, walkPath } from '../query/walkPath.ts';
import { distinct } from './distinct.ts';
import type { IndexDefinition } from './indexDefinition.ts';

/** The entries that a document has in an index. */
export interface IndexKeys {
  /** Encoded keys without duplicates. */
  keys: Uint8Array[];
  /** The fields, a bit for each place in the index, in which an array made several entries possible. */
  multikey: number;
}

const none: IndexKeys = { keys: [], multikey: 0 };

/** Works out a document's entries in an index: a missing field counts as null, an array by its elements. */
export function indexKeys(index: IndexDefinition, doc: Doc): IndexKeys {
  if (index.partial && !index.partial.matches(doc)) return none;
  const columns = index.fields.map(({ path }) => columnOf(doc, path));
  if (index.sparse && columns.every((column) => column.missing)) return none;
  const arrays = columns.filter((column) => column.array);
  if (arrays.length > 1) checkArrays(index, arrays);
  const directions = index.fields.map(({ direction }) => direction);
  const keys = combinations(columns.map(({ values }) => values)).map((values) =>
    encodeKey(values, directions),
  );
  if (arrays.length === 0) return { keys, multikey: 0 };
  const multikey = columns.reduce((bits, { array }, at) => bits | (array === undefined ? 0 : 1 << at), 0);
  return { keys: distinct(keys), multikey };
}

interface Column {
  values: KeyValue[];
  missing: boolean;
  /** The path to the array that was met, if one was. */
  array: string | undefined;
}

function columnOf(doc: Doc, path: Path): Column {
  const values: KeyValue[] = [];
  let missing = true;
  walkPath(doc, path, (value) => {
    if (value !== undefined) missing = false;
    if (!Array.isArray(value)) values.push(value ?? null);
    else if (value.length === 0) values.push(emptyArray);
    else values.push(...value);
    return false;
  });
  return { values: values.length === 0 ? [null] : values, missing, array: arrayOn(doc, path) };
}

/** The part of a path that leads to the first array on it. */
function arrayOn(doc: Doc, path: Path): string | undefined {
  for (let length = 1; length <= path.length; length++) {
    const prefix = path.slice(0, length);
    if (walkPath(doc, prefix, Array.isArray)) return prefix.join('.');
  }
  return undefined;
}

function checkArrays(index: IndexDefinition, arrays: Column[]): void {
  if (new Set(arrays.map(({ array }) => array)).size > 1) {
    throw new CommandError(171, 'CannotIndexParallelArrays', `cannot index parallel arrays in ${index.name}`);
  }
  if (index.unique) throw unserved(`a unique index over several fields of one array (${index.name})`);
}

function combinations(columns: KeyValue[][]): KeyValue[][] {
  return columns.reduce<KeyValue[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}
