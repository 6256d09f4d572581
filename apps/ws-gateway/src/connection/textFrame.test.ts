import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { textFrame } from './textFrame.ts';

/** Reads one frame as RFC 6455, 5.2 has it. */
function readFrame(frame: Buffer): { first: number; payload: Buffer } {
  const [first = 0, second = 0] = frame;
  if (second === 126) return { first, payload: read(frame, 4, frame.readUInt16BE(2)) };
  if (second === 127) return { first, payload: read(frame, 10, Number(frame.readBigUInt64BE(2))) };
  return { first, payload: read(frame, 2, second) };
}
function read(frame: Buffer, at: number, length: number): Buffer {
  expect(frame.length).toBe(at + length);
  return frame.subarray(at);
}

describe('a text frame', () => {
  test('[P31] carries any text and any bytes unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
        expect(readFrame(textFrame(text)).payload.toString()).toBe(text);
        expect(readFrame(textFrame(bytes))).toEqual({ first: 0x81, payload: Buffer.from(bytes) });
      }),
    );
  });

  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 600_000])('of %d bytes has the right header', (length) => {
    const payload = 'x'.repeat(length);
    expect(readFrame(textFrame(payload)).payload.toString()).toBe(payload);
    expect(textFrame(Buffer.from(payload)).equals(textFrame(payload))).toBe(true);
  });
});
