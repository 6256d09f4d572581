import { expect, test } from '@jest/globals';
import type { Message, ServerFrameOf } from '@parley/protocol';
import { anyText } from '@parley/testing';
import * as fc from 'fast-check';
import { applyFrame } from '../src/timelineFrame.ts';
import { applyOpened } from '../src/timelineOpened.ts';
import { EMPTY_TIMELINE, type TimelineFrame, type TimelineState } from '../src/timelineState.ts';
import { ModelSession } from './modelSession.ts';

const SESSION = crypto.randomUUID();
const ANSWER = crypto.randomUUID();

function started(): { model: ModelSession; state: TimelineState } {
  const model = new ModelSession(SESSION);
  model.say(crypto.randomUUID(), 'question');
  model.startAnswer(ANSWER);
  const { state } = applyOpened(EMPTY_TIMELINE, model.snapshot('ref', undefined, 50), undefined);
  return { model, state };
}

const delta = (offset: number, text: string, attempt = 1): ServerFrameOf<'message.delta'> => ({
  type: 'message.delta',
  sessionId: SESSION,
  messageId: ANSWER,
  attempt,
  offset,
  text,
});
const all = (state: TimelineState, frames: TimelineFrame[]): TimelineState =>
  frames.reduce((now, frame) => applyFrame(now, frame).state, state);
const textOf = (state: TimelineState): string | undefined => state.streaming.get(ANSWER)?.text;

test('[P28] any chunking, any overlap, anything twice: the text is the same', () => {
  const cuts = fc.array(fc.record({ at: fc.nat(400), back: fc.nat(20), isTwice: fc.boolean() }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(anyText(), cuts, (text, pieces) => {
      const { state } = started();
      const frames: TimelineFrame[] = [];
      let sent = 0;
      for (const { at, back, isTwice } of [
        ...pieces.toSorted((a, b) => a.at - b.at),
        { at: 400, back: 0, isTwice: true },
      ]) {
        const from = Math.max(0, sent - back);
        sent = Math.max(sent, Math.min(at, text.length));
        const frame = delta(from, text.slice(from, sent));
        frames.push(frame, ...(isTwice ? [frame] : []));
      }
      expect(textOf(all(state, frames))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('[P28] pieces in any order: what is shown is always a beginning of the text', () => {
  const pieces = fc.array(fc.tuple(fc.nat(60), fc.nat(20), fc.integer({ min: 1, max: 3 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(pieces, (order) => {
      const textOfAttempt = (attempt: number): string =>
        `${attempt}`.repeat(3) + 'abcdefghijklmnopqrstuvwxyz'.repeat(3);
      let { state } = started();
      let attempt = 0;
      for (const [offset, length, tried] of order) {
        const { state: next } = applyFrame(
          state,
          delta(offset, textOfAttempt(tried).slice(offset, offset + length), tried),
        );
        const now = next.streaming.get(ANSWER);
        if (now) {
          expect(textOfAttempt(now.attempt).startsWith(now.text)).toBe(true);
          expect(now.attempt).toBeGreaterThanOrEqual(attempt);
          ({ attempt } = now);
        }
        state = next;
      }
    }),
    { numRuns: 300 },
  );
});

test('a piece beyond the end says that something was missed, and changes nothing', () => {
  const { state } = started();
  const short = all(state, [delta(0, 'ab')]);
  expect(applyFrame(short, delta(3, 'd'))).toEqual({ state: short, missed: true });
  expect(applyFrame(short, delta(3, ''))).toEqual({ state: short, missed: true });
  expect(applyFrame(short, delta(2, ''))).toEqual({ state: short, missed: false });
});

test('attempts: an older one is dropped, a higher one starts again at 0 and is missed elsewhere', () => {
  const { state } = started();
  const second = all(state, [delta(0, 'first'), delta(0, 'se', 2)]);
  expect(textOf(second)).toBe('se');
  expect(applyFrame(second, delta(5, 'x', 1))).toEqual({ state: second, missed: false });
  expect(applyFrame(second, delta(2, 'x', 3))).toEqual({ state: second, missed: true });
  const reset = { type: 'message.reset', sessionId: SESSION, messageId: ANSWER } as const;
  expect(textOf(all(second, [{ ...reset, attempt: 2 }]))).toBe('se');
  expect(textOf(all(second, [{ ...reset, attempt: 3 }]))).toBe('');
});

test('what has ended gets no more text', () => {
  const { model, state } = started();
  const frames: TimelineFrame[] = [];
  model.listeners.add((frame) => frames.push(frame as TimelineFrame));
  model.write('abc');
  model.end();
  const ended = all(state, frames);
  expect(ended.streaming.size).toBe(0);
  expect((ended.messages.at(-1) as Message).text).toBe('abc');
  expect(applyFrame(ended, delta(3, 'd'))).toEqual({ state: ended, missed: false });
  expect(applyFrame(ended, delta(0, 'd', 2))).toEqual({ state: ended, missed: false });
  const reset = { type: 'message.reset', sessionId: SESSION, messageId: ANSWER, attempt: 2 } as const;
  expect(applyFrame(ended, reset)).toEqual({ state: ended, missed: false });
});

test('a copy of the text that is shorter than ours, or of an answer nobody knows, is not shown', () => {
  const { model, state } = started();
  model.write('ab');
  const early = model.snapshot('ref', state.rev, 50);
  const longer = all(state, [delta(0, 'abcd')]);
  expect(textOf(applyOpened(longer, early, state.rev).state)).toBe('abcd');
  const stray = all(state, [{ ...delta(0, 'x'), messageId: crypto.randomUUID() }]);
  expect([...applyOpened(stray, early, state.rev).state.streaming.keys()]).toEqual([ANSWER]);
});

test('[P8] coming back: the answer as it stands, and from that very offset on', () => {
  const { model, state } = started();
  const held = all(state, [delta(0, 'ab')]);
  model.write('abcd');
  const { state: back } = applyOpened(held, model.snapshot('ref', held.rev, 50), held.rev);
  expect(textOf(back)).toBe('abcd');
  expect(textOf(all(back, [delta(2, 'cd'), delta(4, 'e')]))).toBe('abcde');
});
