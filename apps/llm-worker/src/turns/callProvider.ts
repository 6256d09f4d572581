import type { SessionState } from '@parley/conversation';
import { createTextCleaner, ParleyError } from '@parley/protocol';
import { isShown, type CallEvent, type CallOptions, type Writer } from '../calls/CallEvent.ts';
import { callModel } from '../calls/callModel.ts';
import { prepare } from '../context/prepare.ts';
import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { FinishReason } from '../providers/provider.ts';
import type { AnswerFrames } from './answerFrames.ts';
import { createSeam } from './createSeam.ts';
import type { RunningAnswer } from './RunningAnswer.ts';
import { sayWithin } from './sayWithin.ts';

/** What came of a call, as far as it got. */
export interface CallResult {
  firstTokenAt?: number;
  writer?: Writer;
  thread?: string;
  finish?: FinishReason;
  /** Why it failed by itself, or was refused. */
  error?: ProviderError | ParleyError;
}

/** Refused before any call: over quota, or a model that isn't there any more. */
const REFUSALS: readonly string[] = ['rate_limit', 'not_found'];

/** What ends an answer; anything else is about its turn, which comes again. */
const endsAnswer = (error: unknown): error is ProviderError | ParleyError =>
  error instanceof ProviderError || (error instanceof ParleyError && REFUSALS.includes(error.category));

/**
 * Has the answer's model write it into the deltas, from the text on that they have. What went wrong is in the result.
 * @throws StoreUnavailable when the ledger or the conversation can't be reached
 */
export async function callProvider(
  deps: Deps,
  session: SessionState,
  running: RunningAnswer,
  { frames, trace }: { readonly frames: AnswerFrames; readonly trace: string },
): Promise<CallResult> {
  const { answer, deltas, signal } = running;
  const continued = deltas.text === '' ? undefined : deltas.text;
  const seam = createSeam(deltas.text);
  const [cleaner, thoughts] = [createTextCleaner(), createTextCleaner()];
  const result: CallResult = {};
  const saying = sayWithin(running);
  const take = (event: CallEvent): void => {
    if (isShown(event)) result.firstTokenAt ??= deps.now();
    switch (event.type) {
      case 'text':
        return saying.say(seam.push(cleaner.push(event.text)));
      case 'reasoning':
        return saying.think(thoughts.push(event.text));
      case 'waiting':
        return frames.waiting(event);
      case 'called':
        return frames.called();
      case 'model':
        result.writer = event;
        running.writer = event;
        return;
      case 'thread':
        result.thread = event.id;
        return;
      case 'finish':
        result.finish = event.reason;
        return;
      case 'usage':
    }
  };
  const options: CallOptions = {
    session,
    purpose: 'answer',
    model: answer.model,
    messageId: answer.messageId,
    attempt: answer.attempt,
    mayBeEmpty: continued !== undefined,
    prepare: (model, way) => prepare(deps, session, answer, model, { ...way, continued, signal }),
    signal,
    trace,
  };
  try {
    await callModel(deps, options, take);
  } catch (error) {
    if (!endsAnswer(error)) throw error;
    result.error = error;
  }
  saying.say(seam.end());
  return result;
}
