import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { endAnswer, type AnswerEnd } from './endAnswer.ts';
import { sendMessage } from './sendMessage.ts';
import { createSession } from './sessionLife.ts';
import { startAnswer } from './startAnswer.ts';
import { stopAnswer } from './stopAnswer.ts';
import type { SessionState } from './state.ts';

const SESSION = '6f1d6a0e-3a55-4c0e-9d7b-0c8f6f7a1b11';
const MESSAGE = '0b9d8b8e-9d4c-4d7a-9a1b-3c1f3a0f5b11';
const STOP = '9b9d8b8e-9d4c-4d7a-9a1b-3c1f3a0f5b11';

function writing(): SessionState {
  const frame = { type: 'message.send', id: MESSAGE, sessionId: SESSION, text: 'How are you?' } as const;
  const fresh = createSession(SESSION, 'anna', 'demo', 0);
  const asked = sendMessage(fresh, frame, { id: 'anna', roles: ['user'] }, 10).session;
  const start = startAnswer(asked, { turn: 1, delivery: 1 }, 20);
  if (start.kind !== 'write') throw new Error(`turn is ${start.kind}`);
  return start.change.session;
}

const anyEnd = (): fc.Arbitrary<AnswerEnd> =>
  fc.record({
    status: fc.constantFrom('complete', 'stopped', 'failed', 'interrupted'),
    text: fc.string(),
    endedAt: fc.integer({ min: 20, max: 1_000_000 }),
  });

test('an answer whose stop was acked ends as stopped, even when all of it was written before its writer knew', () => {
  const session = writing();
  const { answer } = session;
  if (!answer) throw new Error('nothing is being written');
  const stopped = stopAnswer(session, STOP, answer.messageId, true).session;
  fc.assert(
    fc.property(anyEnd(), (end) => {
      const { status, text } = end;
      expect(endAnswer(session, answer, end)?.entries).toMatchObject([{ status, text }]);
      expect(endAnswer(stopped, answer, end)?.entries).toMatchObject([
        { status: status === 'failed' ? 'failed' : 'stopped', text },
      ]);
    }),
    { numRuns: 200 },
  );
});

test('[P30][P62] says who wrote it and for whom, what the model thought, and what the ledger has of it', () => {
  const session = writing();
  const { answer } = session;
  if (!answer) throw new Error('nothing is being written');
  const usage = { inputTokens: 3, outputTokens: 4, totalTokens: 7 };
  const sum = { inputTokens: 30, outputTokens: 40, totalTokens: 70 };
  const end = { status: 'complete', text: 'Fine.', endedAt: 30, usage, sessionUsage: sum } as const;
  const more = { model: 'other', reasoning: 'They ask how I am.', thread: 't-1' } as const;
  const ended = endAnswer(session, answer, { ...end, ...more, unread: [] });
  expect(ended?.entries).toMatchObject([{ ...more, fallbackFor: 'demo', usage }]);
  expect(ended?.entries[0]).not.toHaveProperty('unread');
  expect(ended?.session.usage).toEqual(sum);
  expect(JSON.stringify(ended?.frames)).not.toContain('t-1');
  expect(endAnswer(session, answer, end)?.entries[0]).not.toHaveProperty('fallbackFor');
});
