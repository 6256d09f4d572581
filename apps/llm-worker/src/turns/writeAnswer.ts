import { verdict, type TurnContext, type TurnVerdict } from '@parley/bus';
import type { Answer, SessionState } from '@parley/conversation';
import { prepare } from '../context/prepare.ts';
import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import { callProvider, type CallResult } from './callProvider.ts';
import { DeltaStream } from './DeltaStream.ts';
import { endOf } from './endOf.ts';
import { keepEnd } from './keepEnd.ts';
import { keepLease } from './keepLease.ts';
import { RunningAnswer } from './RunningAnswer.ts';
import { serveAnswer } from './serveAnswer.ts';

/** Has the answer's model write it; a model that is gone is an error like any other. */
async function call(
  deps: Deps,
  session: SessionState,
  running: RunningAnswer,
  silenceMs: number,
): Promise<CallResult> {
  const model = deps.models.get(running.answer.model);
  if (!model)
    return { error: new ProviderError('provider_error', new Error('model is not configured any more')) };
  try {
    const { request } = await prepare(deps, session, running.answer, model);
    return await callProvider(model, request, running, { silenceMs, now: deps.now });
  } catch (error) {
    if (error instanceof ProviderError) return { error };
    throw error;
  }
}

/**
 * Writes an answer that this worker holds the lease of, and ends it. A worker that lost the lease meanwhile says
 * nothing more; one that must leave hands the turn back.
 */
export async function writeAnswer(
  deps: Deps,
  session: SessionState,
  answer: Answer,
  { working, signal, trace }: TurnContext,
  silenceMs: number,
): Promise<TurnVerdict> {
  const { bus, log, now } = deps;
  const { messageId, attempt } = answer;
  const about = {
    sessionId: session.id,
    userId: session.userId,
    messageId,
    attempt,
    model: answer.model,
    traceId: trace,
  };
  const deltas = new DeltaStream((offset, text) => {
    const frame = { type: 'message.delta', sessionId: session.id, messageId, attempt, offset, text } as const;
    bus.publishOut(session.id, frame, { fence: session.fence });
  });
  const running = new RunningAnswer(answer, deltas);
  using ending = new DisposableStack();
  ending.defer(() => {
    deltas.abandon();
    running.finish();
  });
  const leave = (): void => running.breakOff('leaving');
  signal.addEventListener('abort', leave);
  ending.defer(() => signal.removeEventListener('abort', leave));
  ending.defer(keepLease(deps, session.id, running, working));
  for (const end of serveAnswer(bus, running)) ending.defer(end);

  const result = await call(deps, session, running, silenceMs);
  if (running.brokenOff === 'lost' || running.brokenOff === 'leaving') {
    deltas.abandon();
    log.warn('answer.left', { ...about, reason: running.brokenOff });
    return running.brokenOff === 'lost' ? verdict.silent : verdict.retry(0);
  }
  deltas.end();
  running.finish();
  const end = endOf(running, result, now());
  if (result.error !== undefined) log.error('model.failed', result.error, about);
  const kept = await keepEnd(deps, session.id, answer, end);
  if (!kept) return verdict.silent;
  const { usage, status } = end;
  if (status === 'complete') deps.titles?.offer(session, answer, end.text);
  log.info('model.called', { ...about, status, durationMs: end.endedAt - answer.startedAt, ...usage });
  return verdict.done;
}
