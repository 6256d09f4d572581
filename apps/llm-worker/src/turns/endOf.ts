import type { AnswerEnd } from '@parley/conversation';
import { ParleyError, type WireError } from '@parley/protocol';
import { ProviderError } from '../providers/ProviderError.ts';
import type { CallResult } from './callProvider.ts';
import type { RunningAnswer } from './RunningAnswer.ts';

/** Why the answer isn't whole, as its reader is told; `undefined`: it is, or its user stopped it. */
function errorOf({ brokenOff }: RunningAnswer, { error }: CallResult): WireError | undefined {
  if (brokenOff === 'silence') return new ProviderError('provider_timeout', undefined).toPublic().toWire();
  if (brokenOff === 'too long') {
    const message = 'The answer became too long and was cut. What is here is kept.';
    return new ParleyError('service', 'provider_error', message).toWire();
  }
  if (error === undefined) return undefined;
  return (error instanceof ProviderError ? error.toPublic() : ParleyError.from(error)).toWire();
}

/** How an answer ended whose call is over. */
export function endOf(running: RunningAnswer, result: CallResult, endedAt: number): AnswerEnd {
  const error = errorOf(running, result);
  const { text } = running.deltas;
  const unfinished = text === '' ? 'failed' : 'interrupted';
  const { usage, firstTokenAt } = result;
  return {
    status: running.brokenOff === 'stopped' ? 'stopped' : error ? unfinished : 'complete',
    text,
    endedAt,
    ...(usage && { usage }),
    ...(firstTokenAt !== undefined && { firstTokenAt }),
    ...(error && { error }),
  };
}
