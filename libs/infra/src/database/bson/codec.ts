import { deserialize, serialize } from 'bson';
import type { Doc } from './value.ts';

const asStored = {
  promoteValues: false,
  promoteBuffers: false,
  promoteLongs: false,
  bsonRegExp: true,
} as const;

/** Reads a BSON document with every value's type kept. Throws BSONError on malformed bytes. */
export function decode(bytes: Uint8Array): Doc {
  return deserialize(bytes, asStored);
}

/** Reads a command whose array `field` is left as the bytes of its documents. */
export function decodeWithRaw(bytes: Uint8Array, field: string): { readonly [field: string]: unknown } {
  return deserialize(bytes, { ...asStored, fieldsAsRaw: { [field]: true } });
}

/** Writes a document as BSON. */
export function encode(doc: { readonly [field: string]: unknown }): Uint8Array {
  return serialize(doc);
}
