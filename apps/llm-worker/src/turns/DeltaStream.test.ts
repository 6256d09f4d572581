import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DeltaStream, type DeltaOptions } from './DeltaStream.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

interface Sent {
  readonly at: number;
  readonly offset: number;
  readonly text: string;
}

/** Plays pieces, each a while after the one before, and returns what was sent when. */
function play(
  pieces: readonly { text: string; afterMs: number }[],
  options: DeltaOptions = { signEveryMs: 4_000 },
): { sent: Sent[]; text: string } {
  const sent: Sent[] = [];
  const begun = Date.now();
  const stream = new DeltaStream(
    (offset, text) => sent.push({ at: Date.now() - begun, offset, text }),
    options,
  );
  for (const { text, afterMs } of pieces) {
    jest.advanceTimersByTime(afterMs);
    stream.push(text);
  }
  stream.end();
  jest.advanceTimersByTime(60_000);
  return { sent, text: stream.text };
}

const anyPieces = fc.array(fc.record({ text: fc.string(), afterMs: fc.nat(6_000) }), { maxLength: 30 });
const dense = fc.array(fc.record({ text: fc.string({ minLength: 1 }), afterMs: fc.nat(20) }), {
  minLength: 1,
  maxLength: 200,
});

describe('DeltaStream', () => {
  test('[P28] sends every character once, each at its place, for any timing', () => {
    fc.assert(
      fc.property(anyPieces, (pieces) => {
        const { sent, text } = play(pieces);
        expect(text).toBe(pieces.map((piece) => piece.text).join(''));
        let length = 0;
        for (const { offset, text: part } of sent) {
          expect(offset).toBe(length);
          length += part.length;
        }
        expect(sent.map((one) => one.text).join('')).toBe(text);
      }),
    );
  });

  test('[P28] never lets the first piece wait, nor any that comes after a pause', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 40, max: 3_000 }), (text, afterMs) => {
        const { sent } = play([
          { text, afterMs: 0 },
          { text, afterMs },
        ]);
        expect(sent.filter((one) => one.text !== '').map(({ at }) => at)).toEqual([0, afterMs]);
      }),
    );
  });

  test('sends at most 30 deltas a second, however dense the pieces', () => {
    fc.assert(
      fc.property(dense, (pieces) => {
        // The end sends what is held at once.
        const { sent } = play(pieces);
        const gaps = sent.slice(1, -1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
        for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(33);
      }),
    );
  });

  test('gives a sign at least every five seconds while nothing comes', () => {
    const { sent } = play([
      { text: 'a', afterMs: 0 },
      { text: 'b', afterMs: 30_000 },
    ]);
    const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
    expect(sent.slice(1, -1).every(({ text }) => text === '')).toBe(true);
  });

  test('gives no sign where none is wanted: what a model thinks is one of its own', () => {
    const pieces = [
      { text: 'a', afterMs: 0 },
      { text: 'b', afterMs: 30_000 },
    ];
    expect(play(pieces, {}).sent.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('sends nothing any more once it is abandoned', () => {
    const sent: string[] = [];
    const stream = new DeltaStream((_offset, text) => sent.push(text));
    stream.push('a');
    stream.push('b');
    stream.abandon();
    stream.end();
    jest.advanceTimersByTime(60_000);
    expect(sent).toEqual(['a']);
  });
});
