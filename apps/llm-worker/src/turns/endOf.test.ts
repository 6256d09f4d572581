import { expect, test } from '@jest/globals';
import { ParleyError } from '@parley/protocol';
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

/** How it ends after it said something. */
function endAfter(result: CallResult, brokenOff?: BreakOff) {
  const running = new RunningAnswer(answer, {
    deltas: new DeltaStream(() => undefined),
    reasoning: new DeltaStream(() => undefined),
  });
  running.deltas.push('Some words');
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
