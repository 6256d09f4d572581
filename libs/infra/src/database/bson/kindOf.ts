import { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { unserved } from '../commandError.ts';
import type { Doc, Value } from './value.ts';

/** The kinds of values in BSON's comparison order; the number is the first byte of an index key. */
export const Kind = {
  minKey: 10,
  emptyArray: 15,
  null: 20,
  number: 30,
  string: 60,
  object: 70,
  array: 80,
  binary: 90,
  objectId: 100,
  boolean: 110,
  date: 120,
  timestamp: 130,
  regex: 140,
  maxKey: 250,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** The kind of a value; a type that isn't served (Decimal128, Code, Symbol, DBRef …) is an error that names it. */
export function kindOf(value: Value): Kind {
  if (value === null) return Kind.null;
  if (typeof value === 'string') return Kind.string;
  if (typeof value === 'boolean') return Kind.boolean;
  if (typeof value !== 'object') throw unserved(`a value of type ${typeof value}`);
  if (Array.isArray(value)) return Kind.array;
  if (value instanceof Date) return Kind.date;
  return '_bsontype' in value ? kindOfWrapped(value) : Kind.object;
}

function kindOfWrapped(value: object): Kind {
  if (value instanceof Int32 || value instanceof Double) return Kind.number;
  if (value instanceof Timestamp) return Kind.timestamp;
  if (value instanceof Long) return Kind.number;
  if (value instanceof ObjectId) return Kind.objectId;
  if (value instanceof Binary) return Kind.binary;
  if (value instanceof BSONRegExp) return Kind.regex;
  if (value instanceof MinKey) return Kind.minKey;
  if (value instanceof MaxKey) return Kind.maxKey;
  const type = Reflect.get(value, '_bsontype');
  // A stored field may itself be called `_bsontype`; BSON's own types have it on their prototype.
  if (Object.hasOwn(value, '_bsontype')) return Kind.object;
  throw unserved(`the BSON type ${String(type)}`);
}

/** Whether a value is a document (not an array, not one of BSON's own types). */
export function isDoc(value: Value | undefined): value is Doc {
  return typeof value === 'object' && value !== null && kindOf(value) === Kind.object;
}
