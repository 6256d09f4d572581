import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encode } from '../bson/codec.ts';
import { CommandError } from '../commandError.ts';
import { readMessage, writeReply } from './opMsg.ts';

const body = encode({ ping: 1, $db: 'admin' });

/** An OP_MSG of sections that are bytes already. */
function message(flags: number, ...sections: Uint8Array[]): Buffer {
  const content = Buffer.concat(sections);
  const head = Buffer.alloc(20);
  head.writeInt32LE(head.length + content.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(2013, 12);
  head.writeUInt32LE(flags, 16);
  return Buffer.concat([head, content]);
}

const bodySection = Buffer.concat([Buffer.of(0), body]);

function sequenceSection(field: string, documents: Uint8Array[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${field}\0`), ...documents]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(content.length + 4, 0);
  return Buffer.concat([Buffer.of(1), size, content]);
}

describe('a message', () => {
  test('has a body and sequences of documents, in any order', () => {
    const documents = [encode({ _id: 1 }), encode({ _id: 2, text: 'x' })];
    const sequence = sequenceSection('documents', documents);
    for (const sections of [
      [bodySection, sequence],
      [sequence, bodySection],
    ]) {
      const read = readMessage(message(0, ...sections));
      expect(read).toMatchObject({ requestId: 7, kind: 'msg', unanswered: false });
      expect(Buffer.from(read.body)).toEqual(Buffer.from(body));
      expect(read.sequences.get('documents')?.map((each) => Buffer.from(each))).toEqual(
        documents.map((each) => Buffer.from(each)),
      );
    }
  });

  test('may ask for no answer, and may end with a checksum', () => {
    expect(readMessage(message(2, bodySection)).unanswered).toBe(true);
    const read = readMessage(message(1, bodySection, Buffer.alloc(4)));
    expect(Buffer.from(read.body)).toEqual(Buffer.from(body));
  });

  test('of any other bytes is read or refused, nothing else', () => {
    const changed = fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
    fc.assert(
      fc.property(changed, fc.uint8Array({ maxLength: 60 }), (changes, rest) => {
        const bytes = message(0, bodySection, rest);
        for (const [at, value] of changes) if (at >= 16 && at < bytes.length) bytes[at] = value;
        try {
          expect(readMessage(bytes).body.length).toBeGreaterThanOrEqual(5);
        } catch (error) {
          expect(error).toBeInstanceOf(CommandError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is answered with its own number', () => {
    const reply = writeReply({ requestId: 7, kind: 'msg' }, body);
    expect(reply.readInt32LE(0)).toBe(reply.length);
    expect(reply.readInt32LE(8)).toBe(7);
    expect(Buffer.from(readMessage(reply).body)).toEqual(Buffer.from(body));
  });
});
