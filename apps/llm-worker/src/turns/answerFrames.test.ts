import { describe, expect, test } from '@jest/globals';
import type { Bus } from '@parley/bus';
import { answerFrames } from './answerFrames.ts';

/** Frames of an answer, with a clock that stands. */
function frames() {
  const sent: unknown[] = [];
  const bus: Pick<Bus, 'publishOut'> = { publishOut: (_session, frame) => void sent.push(frame) };
  const of = answerFrames(bus, { id: 's', fence: 1 }, { messageId: 'm', attempt: 1 }, () => 5);
  return { of, types: () => sent.splice(0).map((frame) => (frame as { type: string }).type) };
}

describe('the wait of an answer', () => {
  test('is said again behind each sign that it is still being written', () => {
    const { of, types } = frames();
    of.waiting({ type: 'waiting', reason: 'busy' });
    of.delta(0, '');
    expect(types()).toEqual(['message.waiting', 'message.delta', 'message.waiting']);
  });

  test('isn’t said again once the call is made', () => {
    const { of, types } = frames();
    of.waiting({ type: 'waiting', reason: 'busy' });
    types();
    of.called();
    of.delta(0, '');
    expect(types()).toEqual(['message.delta']);
  });
});
