import { expect, test } from '@jest/globals';
import { handBack, sendMessage, startAnswer, type Answer } from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';

const ASKED = '00000000-0000-4000-8000-000000000001';

function begin(kept: Kept, delivery: number): Answer {
  const start = startAnswer(kept.state, { turn: 1, delivery }, delivery);
  if (start.kind !== 'write') throw new Error(`turn is ${start.kind}`);
  kept.apply(start.change);
  return start.answer;
}

test('a turn that is handed back goes on with its attempt, once; one that was lost raises it', () => {
  const kept = new Kept();
  const frame = { type: 'message.send' as const, id: ASKED, sessionId: SESSION, text: 'Hello' };
  kept.apply(sendMessage(kept.state, frame, USER, 0));
  const first = begin(kept, 1);
  const back = handBack(kept.state, first);
  expect(back?.frames).toEqual([]);
  if (back) kept.apply(back);
  const second = begin(kept, 2);
  expect(second).toEqual({ ...first, delivery: 2 });
  expect(begin(kept, 3).attempt).toBe(2);
  expect(handBack(kept.state, second)).toBeUndefined();
});
