import type { AnswerEnd } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';
import { ProviderError } from '../providers/ProviderError.ts';
import type { CallResult } from './callProvider.ts';
import type { RunningAnswer } from './RunningAnswer.ts';

/** Whether a reader sees anything of a text: white space, controls and joiners alone show nothing. */
const isVisible = (text: string): boolean => /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text);

/** Why an answer failed that its model ended by itself, and of which there is nothing to read. */
const saidNothing = (): ParleyError =>
  new ProviderError('provider_error', new Error('the model said nothing')).toPublic();

const cut = (message: string): ParleyError => new ParleyError('service', 'provider_error', message);

/** Whether it reached the longest that we or its model let it become. */
const isTooLong = ({ brokenOff }: RunningAnswer, { error, finish }: CallResult): boolean =>
  brokenOff === 'too long' || (error === undefined && finish === 'length');

/** Why the answer isn't whole, as its reader is told; `undefined`: it is, or its user stopped it. */
function errorOf({ brokenOff, deltas }: RunningAnswer, result: CallResult): ParleyError | undefined {
  const { error, finish } = result;
  if (brokenOff === 'too long') return cut('The answer became too long and was cut. What is here is kept.');
  const isEmpty = !isVisible(deltas.text);
  if (error) return error instanceof ProviderError ? error.toPublic({ isBegun: !isEmpty }) : error;
  if (finish === 'length' && !isEmpty)
    return cut(
      'The answer reached the longest that the model may write. What is here is kept; it can go on.',
    );
  if (finish !== 'refused') return isEmpty ? saidNothing() : undefined;
  if (!isEmpty) return cut('The model declined to say more. What is here is kept.');
  return cut('The model declined to answer this. What you said is kept; try to put it differently.');
}

/** How an answer ended whose call is over. */
export function endOf(running: RunningAnswer, result: CallResult, endedAt: number): AnswerEnd {
  const { firstTokenAt, writer, thread } = result;
  const isStopped = running.brokenOff === 'stopped';
  const error = isStopped ? undefined : errorOf(running, result);
  const { text } = running.deltas;
  const reasoning = running.reasoning.text;
  const unfinished = isVisible(text) ? 'interrupted' : 'failed';
  return {
    status: isStopped ? 'stopped' : error ? unfinished : 'complete',
    text,
    endedAt,
    ...(reasoning !== '' && { reasoning }),
    ...(writer?.fallbackFor !== undefined && { model: writer.model }),
    ...(writer && writer.unread.length > 0 && { unread: writer.unread }),
    ...(thread !== undefined && { thread }),
    ...(firstTokenAt !== undefined && { firstTokenAt }),
    ...(error && { error: error.toWire(), isCut: isTooLong(running, result) }),
  };
}
