import { expect, test } from '@jest/globals';
import { createSession } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';
import { MessageTooLong } from '../context/MessageTooLong.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { CallResult } from './callProvider.ts';
import { DeltaStream } from './DeltaStream.ts';
import { endOf } from './endOf.ts';
import { RunningAnswer, type BreakOff } from './RunningAnswer.ts';

const answer = {
  messageId: 'a',
  replyTo: 'm',
  acceptedAt: 1,
  seq: 2,
  rev: 3,
  model: 'demo',
  attempt: 1,
  turn: 1,
  delivery: 1,
  startedAt: 2,
};

const session = { state: createSession('s', 'u', 'demo', 0), version: 1, dataKey: 'k' };

/** How it ends after it said something, and thought. */
function endAfter(result: CallResult, brokenOff?: BreakOff, text = 'Some words', thought = '') {
  const running = new RunningAnswer(answer, session, {
    deltas: new DeltaStream(() => undefined),
    reasoning: new DeltaStream(() => undefined),
  });
  running.deltas.push(text);
  running.reasoning.push(thought);
  if (brokenOff !== undefined) running.breakOff(brokenOff);
  running.finish();
  return endOf(running, result, 9);
}

test('[P51] what grew too long is told from what failed', () => {
  const cut = { status: 'interrupted', isCut: true };
  expect(endAfter({}, 'too long')).toMatchObject(cut);
  expect(endAfter({ finish: 'length' })).toMatchObject(cut);
  const failed = { status: 'interrupted', isCut: false };
  expect(endAfter({ finish: 'refused' })).toMatchObject(failed);
  expect(endAfter({ error: new ProviderError('provider_error', 'x') })).toMatchObject(failed);
  expect(endAfter({ error: new ParleyError('rate_limit', 'quota', 'x') })).toMatchObject(failed);
  expect(endAfter({ finish: 'stop' })).not.toHaveProperty('isCut');
  expect(endAfter({ finish: 'length' }, 'stopped')).not.toHaveProperty('isCut');
});

test('[P28] an answer without anything to read has failed, whatever its model ended it with, unless it was stopped', () => {
  for (const text of ['', ' \n\t', '\u200b\u2060', '\u0007'])
    for (const thought of ['', 'Hm.'])
      for (const finish of ['stop', 'length', 'refused', undefined] as const) {
        const result = finish ? { finish } : {};
        const error = { category: 'service', code: 'provider_error' };
        expect(endAfter(result, undefined, text, thought)).toMatchObject({ status: 'failed', text, error });
        const reset = { error: new ProviderError('provider_error', 'x') };
        expect(endAfter(reset, undefined, text, thought)).toMatchObject({ status: 'failed', error });
        expect(endAfter(result, 'stopped', text, thought).status).toBe('stopped');
      }
  for (const text of ['.', '👩‍👩‍👧', 'é'])
    expect(endAfter({ finish: 'stop' }, undefined, text).status).toBe('complete');
});

test('[P28] what broke off says so, and that it can go on; what never began says that the model could not answer', () => {
  const messageOf = (error: ProviderError, text?: string) =>
    endAfter({ error }, undefined, text).error?.message;
  for (const code of ['provider_error', 'provider_timeout'] as const) {
    const error = new ProviderError(code, 'x');
    expect(messageOf(error)).toBe('The answer was interrupted. It can go on.');
    expect(messageOf(error, ' ')).toContain('What you said is kept; please try again.');
    expect(endAfter({ error }).error).toMatchObject({ category: 'service', code });
  }
  // That wouldn't go well.
  expect(messageOf(new ProviderError('context_too_long', 'x'))).toContain('too long for the model');
  expect(messageOf(new MessageTooLong(9, 8))).toContain('Shorten it');
});
