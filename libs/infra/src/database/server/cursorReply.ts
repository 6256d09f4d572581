import { Double, Long } from 'bson';
import { encode } from '../bson/codec.ts';

/** The reply of a command that gives documents, put together from their bytes as they are stored. */
export function cursorReply(
  field: 'firstBatch' | 'nextBatch',
  namespace: string,
  id: number,
  documents: readonly Uint8Array[],
): Uint8Array {
  const batch = wrapped(documents.map((document, i) => element(0x03, String(i), document)));
  const rest = encode({ id: Long.fromNumber(id), ns: namespace });
  const cursor = wrapped([element(0x04, field, batch), fieldsOf(rest)]);
  return wrapped([element(0x03, 'cursor', cursor), fieldsOf(encode({ ok: new Double(1) }))]);
}

function element(type: number, name: string, value: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`, 'utf8'), value]);
}

/** A document's bytes without its length and its end. */
function fieldsOf(document: Uint8Array): Uint8Array {
  return document.subarray(4, -1);
}

function wrapped(elements: readonly Uint8Array[]): Uint8Array {
  const length = elements.reduce((sum, each) => sum + each.length, 5);
  const document = Buffer.allocUnsafe(length);
  let at = document.writeInt32LE(length, 0);
  for (const each of elements) {
    document.set(each, at);
    at += each.length;
  }
  document[at] = 0;
  return document;
}
