import { Int32, ObjectId } from 'bson';
import { CommandError, badValue, unserved } from '../commandError.ts';
import { encode } from '../bson/codec.ts';
import { Kind, isDoc, kindOf } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';

/** MongoDB's limit for one document, in bytes. */
export const maxDocumentBytes = 16 * 1024 * 1024;
const maxDepth = 100;

/** A document ready to be stored: with its `_id` in front, checked, and as bytes. */
export interface Storable {
  doc: Doc;
  bytes: Uint8Array;
}

/** Checks a document to be stored and gives its bytes; a missing `_id` is made. `bytes` saves encoding it again. */
export function storable(given: Doc, bytes?: Uint8Array): Storable {
  const hasIdInFront = Object.keys(given)[0] === '_id';
  const doc = hasIdInFront ? given : withIdInFront(given);
  checkId(doc['_id'] as Value);
  for (const [name, value] of Object.entries(doc)) {
    if (name.startsWith('$')) {
      throw new CommandError(52, 'DollarPrefixedFieldName', `the field name '${name}' must not begin with $`);
    }
    checkName(name);
    checkValue(value, 1);
  }
  const stored = bytes && hasIdInFront ? bytes : encode(doc);
  if (stored.length > maxDocumentBytes) {
    throw new CommandError(
      10334,
      'BSONObjectTooLarge',
      `document of ${stored.length} bytes, ${maxDocumentBytes} allowed`,
    );
  }
  return { doc, bytes: stored };
}

function withIdInFront({ _id = new ObjectId(), ...rest }: Doc): Doc {
  return { _id, ...rest };
}

function checkId(id: Value): void {
  const kind = kindOf(id);
  if (kind === Kind.array || kind === Kind.regex) {
    throw new CommandError(
      2,
      'BadValue',
      `the '_id' value cannot be of type ${kind === Kind.array ? 'array' : 'regex'}`,
    );
  }
  if (isDoc(id) && Object.keys(id).some((name) => name.startsWith('$'))) {
    throw new CommandError(52, 'DollarPrefixedFieldName', "field names within '_id' must not begin with $");
  }
}

function checkName(name: string): void {
  if (name === '__proto__') throw unserved('fields named __proto__');
}

/** Refuses what can't be kept: types that aren't served, and nesting that is too deep. */
function checkValue(value: Value, depth: number): void {
  if (depth > maxDepth) throw badValue(`documents must not be nested deeper than ${maxDepth} levels`);
  if (Array.isArray(value)) {
    for (const element of value) checkValue(element, depth + 1);
  } else if (isDoc(value)) {
    for (const [name, inner] of Object.entries(value)) {
      checkName(name);
      checkValue(inner, depth + 1);
    }
  }
}

/** The key of the index on `_id`, as lists of indexes tell it. */
export const idKey: Doc = { _id: new Int32(1) };
