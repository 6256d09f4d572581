import type { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

/** A number as stored: never promoted, so that an Int32, a Long and a Double keep their type. */
export type Numeric = Int32 | Long | Double;

/** Any BSON value that the embedded database serves. */
export type Value =
  | null
  | boolean
  | string
  | Date
  | Numeric
  | Binary
  | ObjectId
  | Timestamp
  | BSONRegExp
  | MinKey
  | MaxKey
  | Value[]
  | Doc;

/** A BSON document. */
export interface Doc {
  [field: string]: Value;
}
