import type { Binary, BSONRegExp, ObjectId, Timestamp } from 'bson';
import { Kind, kindOf } from './kindOf.ts';
import { compareNumbers } from './numbers.ts';
import type { Doc, Numeric, Value } from './value.ts';

/** Compares two values in BSON's order: by kind first, within a kind by value. Negative, zero or positive. */
export function compare(a: Value, b: Value): number {
  const kind = kindOf(a);
  const other = kindOf(b);
  return kind === other ? compareWithin(kind, a, b) : kind - other;
}

function compareWithin(kind: Kind, a: Value, b: Value): number {
  switch (kind) {
    case Kind.number:
      return compareNumbers(a as Numeric, b as Numeric);
    case Kind.string:
      return compareStrings(a as string, b as string);
    case Kind.object:
      return compareDocs(a as Doc, b as Doc);
    case Kind.array:
      return compareArrays(a as Value[], b as Value[]);
    case Kind.binary:
      return compareBinaries(a as Binary, b as Binary);
    case Kind.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case Kind.boolean:
      return Number(a) - Number(b);
    case Kind.date:
      return Math.sign((a as Date).getTime() - (b as Date).getTime());
    case Kind.timestamp:
      return (a as Timestamp).compare(b as Timestamp);
    case Kind.regex:
      return compareRegexes(a as BSONRegExp, b as BSONRegExp);
    case Kind.minKey:
    case Kind.maxKey:
    case Kind.null:
    case Kind.emptyArray:
    default:
      return 0;
  }
}

/** Compares strings by code points, which is the order of their UTF-8 bytes (UTF-16 puts surrogates elsewhere). */
export function compareStrings(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const surrogateX = x >= 0xd800 && x <= 0xdfff;
    const surrogateY = y >= 0xd800 && y <= 0xdfff;
    return surrogateX === surrogateY ? x - y : surrogateX ? 1 : -1;
  }
  return a.length - b.length;
}

/** Field by field: kind, then name, then value; then the shorter one is first. */
function compareDocs(a: Doc, b: Doc): number {
  const namesA = Object.keys(a);
  const namesB = Object.keys(b);
  for (const [i, nameA] of namesA.entries()) {
    const nameB = namesB[i];
    if (nameB === undefined) return 1;
    const x = a[nameA] as Value;
    const y = b[nameB] as Value;
    const order = kindOf(x) - kindOf(y) || compareStrings(nameA, nameB) || compare(x, y);
    if (order !== 0) return order;
  }
  return namesA.length - namesB.length;
}

function compareArrays(a: Value[], b: Value[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (y === undefined) return 1;
    const order = compare(x, y);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Length, then subtype, then bytes. */
function compareBinaries(a: Binary, b: Binary): number {
  return a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
}

function compareRegexes(a: BSONRegExp, b: BSONRegExp): number {
  return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options);
}
