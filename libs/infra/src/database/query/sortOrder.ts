import { badValue, unserved } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import { Kind, isDoc, kindOf } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { type Path, walkPath } from './walkPath.ts';

export type Direction = 1 | -1;
/** One field of a sort or of an index. */
export interface OrderField {
  name: string;
  path: Path;
  direction: Direction;
}

/** Reads a sort or an index key such as `{seq: -1}`. `what` names it in errors. */
export function orderFields(order: Doc, what: 'sort' | 'index'): OrderField[] {
  return Object.entries(order).map(([name, value]) => {
    if (isDoc(value) || typeof value === 'string')
      throw unserved(`${what} by ${name}: ${JSON.stringify(value)}`);
    const direction = isNumeric(value) ? toDouble(value) : 0;
    if (direction !== 1 && direction !== -1) throw badValue(`${what} direction of ${name} must be 1 or -1`);
    if (name === '' || name.startsWith('$') || name.includes('$**')) throw unserved(`${what} by ${name}`);
    return { name, path: name.split('.'), direction };
  });
}

/** The values by which a document is sorted: of an array the smallest element ascending, the largest descending. */
export function sortValues(doc: Doc, fields: readonly OrderField[]): SortValue[] {
  return fields.map(({ path, direction }) => {
    let best: SortValue | undefined;
    const offer = (value: SortValue) => {
      if (best === undefined || compareSortValues(value, best) * direction < 0) best = value;
    };
    walkPath(doc, path, (value) => {
      if (!Array.isArray(value)) offer(value ?? null);
      else if (value.length === 0) offer(beforeNull);
      else for (const element of value) offer(element);
      return false;
    });
    return best ?? null;
  });
}

/** What an empty array sorts as. */
const beforeNull = Symbol('before null');
export type SortValue = Value | typeof beforeNull;

function compareSortValues(a: SortValue, b: SortValue): number {
  if (a === beforeNull || b === beforeNull) return sortKind(a) - sortKind(b);
  return compare(a, b);
}

function sortKind(value: SortValue): number {
  return value === beforeNull ? Kind.emptyArray : kindOf(value);
}

/** Compares the sort values of two documents. */
export function compareBy(
  fields: readonly OrderField[],
  a: readonly SortValue[],
  b: readonly SortValue[],
): number {
  for (const [i, { direction }] of fields.entries()) {
    const order = compareSortValues(a[i] ?? null, b[i] ?? null);
    if (order !== 0) return order * direction;
  }
  return 0;
}
