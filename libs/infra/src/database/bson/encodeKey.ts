import type { Binary, BSONRegExp, ObjectId, Timestamp } from 'bson';
import { KeyWriter } from './keyWriter.ts';
import { Kind, kindOf } from './kindOf.ts';
import { exactParts } from './numbers.ts';
import type { Doc, Numeric, Value } from './value.ts';

/** Stands for an empty array in an index, which sorts before null. */
export const emptyArray = Symbol('empty array');
export type KeyValue = Value | typeof emptyArray;

/**
 * Encodes the values of an index entry so that the order of the bytes is BSON's order of the values, each inverted
 * where its direction is -1. No key is a prefix of another one of the same length of values.
 */
export function encodeKey(values: readonly KeyValue[], directions: readonly (1 | -1)[]): Uint8Array {
  const out = new KeyWriter();
  for (const [i, value] of values.entries()) {
    const start = out.length;
    writeValue(out, value);
    if (directions[i] === -1) out.invertFrom(start);
  }
  return out.bytes();
}

function writeValue(out: KeyWriter, value: KeyValue): void {
  if (value === emptyArray) {
    out.byte(Kind.emptyArray);
    return;
  }
  const kind = kindOf(value);
  out.byte(kind);
  writePayload(out, kind, value);
}

function writePayload(out: KeyWriter, kind: Kind, value: Value): void {
  switch (kind) {
    case Kind.minKey:
    case Kind.maxKey:
    case Kind.null:
    case Kind.emptyArray:
      return;
    case Kind.number:
      return writeNumber(out, value as Numeric);
    case Kind.string:
      return out.string(value as string);
    case Kind.object:
      return writeDoc(out, value as Doc);
    case Kind.array:
      for (const element of value as Value[]) writeValue(out, element);
      return out.byte(0);
    case Kind.binary:
      return writeBinary(out, value as Binary);
    case Kind.objectId:
      return out.raw((value as ObjectId).id);
    case Kind.boolean:
      return out.byte(value === true ? 1 : 0);
    case Kind.date:
      return out.double((value as Date).getTime());
    case Kind.timestamp:
      return out.uint64((value as Timestamp).toBigInt());
    case Kind.regex:
      out.string((value as BSONRegExp).pattern);
      return out.string((value as BSONRegExp).options);
  }
}

function writeNumber(out: KeyWriter, value: Numeric): void {
  const [nearest, rest] = exactParts(value);
  out.double(nearest);
  out.uint16(0x8000 + rest);
}

function writeDoc(out: KeyWriter, doc: Doc): void {
  for (const [name, value] of Object.entries(doc)) {
    const kind = kindOf(value);
    out.byte(kind);
    out.string(name);
    writePayload(out, kind, value);
  }
  out.byte(0);
}

function writeBinary(out: KeyWriter, value: Binary): void {
  out.uint32(value.length());
  out.byte(value.sub_type);
  out.raw(value.value());
}
