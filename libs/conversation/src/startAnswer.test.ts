import { describe, expect, test } from '@jest/globals';
import { endAnswer } from './endAnswer.ts';
import { sendMessage } from './sendMessage.ts';
import { createSession } from './sessionLife.ts';
import { MAX_ATTEMPTS, startAnswer, type TurnStart } from './startAnswer.ts';
import { stopAnswer } from './stopAnswer.ts';
import type { SessionState } from './state.ts';

const SESSION = '6f1d6a0e-3a55-4c0e-9d7b-0c8f6f7a1b11';
const MESSAGE = '0b9d8b8e-9d4c-4d7a-9a1b-3c1f3a0f5b11';
const user = { id: 'anna', roles: ['user'] };
const asked = sendMessage(
  createSession(SESSION, 'anna', 'demo', 0),
  { type: 'message.send', id: MESSAGE, sessionId: SESSION, text: 'How are you?' },
  user,
  10,
).session;

const begun = (start: TurnStart) => {
  if (start.kind !== 'write' && start.kind !== 'finish') throw new Error(`turn is ${start.kind}`);
  return start;
};
const afterStart = (session: SessionState, turn: number, delivery: number): SessionState =>
  begun(startAnswer(session, { turn, delivery }, 20)).change.session;

describe('startAnswer', () => {
  test('takes the lease and creates the entry in one step', () => {
    const { answer, change } = begun(startAnswer(asked, { turn: 1, delivery: 1 }, 20));
    expect(change.session.answer).toEqual(answer);
    expect(change.entries).toMatchObject([
      { id: answer.messageId, status: 'streaming', replyTo: MESSAGE, attempt: 1 },
    ]);
    expect(change.frames[0]).toMatchObject({ type: 'message.created', rev: asked.rev + 1 });
  });

  test('another turn, and an older or equal delivery of the same, comes again later', () => {
    const held = afterStart(asked, 1, 2);
    expect(startAnswer(held, { turn: 2, delivery: 9 }, 30)).toEqual({ kind: 'busy' });
    expect(startAnswer(held, { turn: 1, delivery: 2 }, 30)).toEqual({ kind: 'busy' });
    expect(startAnswer(held, { turn: 1, delivery: 1 }, 30)).toEqual({ kind: 'busy' });
  });

  test('a later delivery of the same turn takes over, from the beginning and with the same entry', () => {
    const held = afterStart(asked, 1, 1);
    const { kind, answer, change } = begun(startAnswer(held, { turn: 1, delivery: 2 }, 30));
    expect(kind).toBe('write');
    expect(answer.attempt).toBe(2);
    expect(change.frames).toEqual([
      { type: 'message.reset', sessionId: SESSION, messageId: answer.messageId, attempt: 2 },
    ]);
    expect(change.entries).toMatchObject([{ id: answer.messageId, rev: held.rev, attempt: 2, text: '' }]);
    expect(change.session.rev).toBe(held.rev);
  });

  test('an answer that was to be stopped is only ended by who takes over', () => {
    const held = afterStart(asked, 1, 1);
    const stopped = stopAnswer(held, MESSAGE, held.answer?.messageId ?? '', true).session;
    expect(startAnswer(stopped, { turn: 1, delivery: 2 }, 30)).toMatchObject({
      kind: 'finish',
      as: 'stopped',
    });
  });

  test('an answer that outlived its attempts ends as interrupted', () => {
    let held = afterStart(asked, 1, 1);
    for (let delivery = 2; delivery <= MAX_ATTEMPTS; delivery++) held = afterStart(held, 1, delivery);
    const last = startAnswer(held, { turn: 1, delivery: MAX_ATTEMPTS + 1 }, 30);
    expect(last).toMatchObject({ kind: 'finish', as: 'interrupted' });
    const end = { status: 'interrupted', text: 'as far as', endedAt: 40 } as const;
    expect(endAnswer(begun(last).change.session, begun(last).answer, end)?.session.answer).toBeUndefined();
  });

  test('nothing is to be done when everything is answered', () => {
    expect(startAnswer(createSession(SESSION, 'anna', 'demo', 0), { turn: 1, delivery: 1 }, 20)).toEqual({
      kind: 'nothing',
    });
  });
});
