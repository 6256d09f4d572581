import { expect, test } from '@jest/globals';
import { MAX_ANSWER, MAX_GOES_ON } from '@parley/protocol';
import * as fc from 'fast-check';
import { continueAnswer, endAnswer, sendMessage, startAnswer } from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';

const ASKED = '00000000-0000-4000-8000-000000000001';
const COMMAND = '00000000-0000-4000-8000-000000000999';

/** What comes of the wish that an answer of that length goes on. */
function goOn(length: number) {
  const kept = new Kept();
  const frame = { type: 'message.send' as const, id: ASKED, sessionId: SESSION, text: 'Hello' };
  kept.apply(sendMessage(kept.state, frame, USER, 0));
  const start = startAnswer(kept.state, { turn: 1, delivery: 1 }, 1);
  if (start.kind !== 'write') throw new Error(`turn is ${start.kind}`);
  kept.apply(start.change);
  const end = { status: 'interrupted' as const, text: 'a'.repeat(length), endedAt: 2 };
  kept.apply(endAnswer(kept.state, start.answer, end));
  return continueAnswer(kept.state, COMMAND, kept.bySeq().at(-1), 3);
}

test('[P28] an answer that broke off goes on, unless it is as long as one may be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_ANSWER }), (length) => {
      const { outcome, session } = goOn(length);
      if (length <= MAX_GOES_ON) expect(session.waiting[0]?.continues).toBeDefined();
      else
        expect(outcome).toMatchObject({ ok: false, error: { category: 'conflict', code: 'already_ended' } });
    }),
  );
  expect(goOn(MAX_GOES_ON).outcome.ok).toBe(true);
  expect(goOn(MAX_GOES_ON + 1).outcome.ok).toBe(false);
});
