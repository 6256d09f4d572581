import { expect, test } from '@jest/globals';
import type { ServerFrameOf } from '@parley/protocol';
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

const of = { sessionId: SESSION, messageId: ANSWER } as const;
const thought = (offset: number, text: string, attempt = 1): ServerFrameOf<'message.reasoning'> => ({
  type: 'message.reasoning',
  ...of,
  attempt,
  offset,
  text,
});
const delta = (offset: number, text: string, attempt = 1): ServerFrameOf<'message.delta'> => ({
  ...thought(offset, text, attempt),
  type: 'message.delta',
});
const waiting = (reason: 'busy' | 'retry', attempt = 1, retryInMs?: number): TimelineFrame => ({
  type: 'message.waiting',
  ...of,
  attempt,
  reason,
  ...(retryInMs !== undefined && { retryInMs }),
});
const all = (state: TimelineState, frames: TimelineFrame[]): TimelineState =>
  frames.reduce((now, frame) => applyFrame(now, frame).state, state);
const shown = (state: TimelineState) => state.streaming.get(ANSWER);

test('[P28] any chunking of thoughts and text, any overlap, anything twice: both are the same', () => {
  const cut = fc.record({
    isThought: fc.boolean(),
    length: fc.nat(20),
    back: fc.nat(20),
    isTwice: fc.boolean(),
  });
  fc.assert(
    fc.property(anyText(), anyText(), fc.array(cut, { maxLength: 30 }), (text, reasoning, pieces) => {
      const { state } = started();
      const whole = { text, reasoning };
      const sent = { text: 0, reasoning: 0 };
      const frames: TimelineFrame[] = [];
      const send = (part: 'text' | 'reasoning', to: number, back: number): TimelineFrame => {
        const from = Math.max(0, sent[part] - back);
        sent[part] = Math.max(sent[part], Math.min(to, whole[part].length));
        return (part === 'text' ? delta : thought)(from, whole[part].slice(from, sent[part]));
      };
      for (const { isThought, length, back, isTwice } of pieces) {
        const part = isThought ? 'reasoning' : 'text';
        const frame = send(part, sent[part] + length, back);
        frames.push(frame, ...(isTwice ? [frame] : []));
      }
      frames.push(send('reasoning', Infinity, 0), send('text', Infinity, 0));
      expect({ reasoning: '', ...shown(all(state, frames)) }).toEqual({ attempt: 1, text, reasoning });
    }),
    { numRuns: 300 },
  );
});

test('[P28] whenever the session is opened again in between, and whatever came twice: no thought twice, none missing', () => {
  const step = fc.record({
    text: anyText(),
    isThought: fc.boolean(),
    isLost: fc.boolean(),
    opens: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const { model, state: first } = started();
      let state = first;
      let frames: TimelineFrame[] = [];
      model.listeners.add((frame) => frames.push(frame as TimelineFrame));
      const open = (): void => {
        ({ state } = applyOpened(state, model.snapshot('ref', state.rev, 50), state.rev));
      };
      for (const { text, isThought, isLost, opens } of steps) {
        frames = [];
        if (isThought) model.think(text);
        else model.write(text);
        const came = isLost ? [] : frames;
        const { missed } = came.reduce((now, frame) => applyFrame(now.state, frame), {
          state,
          missed: false,
        });
        state = all(state, came);
        if (missed || opens) open();
        // What an answer to an open has may come once more.
        state = all(state, frames);
      }
      open();
      const { text = '', reasoning = '' } = model.writing ?? {};
      expect({ text: '', reasoning: '', ...shown(state) }).toMatchObject({ text, reasoning });
    }),
    { numRuns: 300 },
  );
});

test('a thought beyond the end says that something was missed; attempts and the end are as for text', () => {
  const { model, state } = started();
  const some = all(state, [thought(0, 'ab'), delta(0, 'x')]);
  expect(applyFrame(some, thought(3, 'd'))).toEqual({ state: some, missed: true });
  expect(applyFrame(some, thought(2, ''))).toEqual({ state: some, missed: false });
  const second = all(some, [thought(0, 'c', 2)]);
  expect(shown(second)).toEqual({ attempt: 2, text: '', reasoning: 'c' });
  expect(applyFrame(second, thought(2, 'x', 1))).toEqual({ state: second, missed: false });
  expect(applyFrame(second, thought(1, 'x', 3))).toEqual({ state: second, missed: true });
  const reset = { type: 'message.reset', ...of, attempt: 3 } as const;
  expect(shown(all(second, [reset]))).toEqual({ attempt: 3, text: '' });
  const frames: TimelineFrame[] = [];
  model.listeners.add((frame) => frames.push(frame as TimelineFrame));
  model.think('abc');
  model.end();
  const ended = all(state, frames);
  expect(ended.messages.at(-1)?.reasoning).toBe('abc');
  expect(applyFrame(ended, thought(3, 'd'))).toEqual({ state: ended, missed: false });
  expect(applyFrame(ended, waiting('busy', 2))).toEqual({ state: ended, missed: false });
});

test('[P8] coming back: thoughts and text as they stand, the longer of each', () => {
  const { model, state } = started();
  const held = all(state, [thought(0, 'abc'), delta(0, 'x'), waiting('retry')]);
  model.think('ab');
  model.write('xy');
  const { state: back } = applyOpened(held, model.snapshot('ref', held.rev, 50), held.rev);
  expect(shown(back)).toEqual({ attempt: 1, text: 'xy', reasoning: 'abc' });
});

test('a wait is shown until more comes; a sign of life or what was known is no more', () => {
  const { state } = started();
  const waits = all(state, [waiting('busy')]);
  expect(shown(waits)).toEqual({ attempt: 1, text: '', waiting: { reason: 'busy' } });
  expect(shown(all(waits, [delta(0, '')]))?.waiting).toEqual({ reason: 'busy' });
  const retries = all(waits, [waiting('retry', 1, 4000)]);
  expect(shown(retries)?.waiting).toEqual({ reason: 'retry', retryInMs: 4000 });
  expect(shown(all(retries, [thought(0, 'a')]))).toEqual({ attempt: 1, text: '', reasoning: 'a' });
  const writes = all(retries, [delta(0, 'a')]);
  expect(shown(writes)).toEqual({ attempt: 1, text: 'a' });
  expect(shown(all(writes, [waiting('retry'), delta(0, 'a')]))?.waiting).toEqual({ reason: 'retry' });
  expect(shown(all(writes, [waiting('busy', 2)]))).toEqual({
    attempt: 2,
    text: '',
    waiting: { reason: 'busy' },
  });
  expect(applyFrame(all(writes, [delta(0, 'b', 2)]), waiting('busy', 1)).state.streaming.get(ANSWER)).toEqual(
    {
      attempt: 2,
      text: 'b',
    },
  );
});
