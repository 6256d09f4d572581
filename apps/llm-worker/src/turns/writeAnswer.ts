import { verdict, type TurnContext, type TurnVerdict } from '@parley/bus';
import { handBack, type Answer, type SessionState } from '@parley/conversation';
import { StoreUnavailable, type Loaded } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import { keepUsage } from '../sessions/keepUsage.ts';
import { answerFrames } from './answerFrames.ts';
import { callProvider, type CallResult } from './callProvider.ts';
import { DeltaStream } from './DeltaStream.ts';
import { endOf } from './endOf.ts';
import { keepEnd } from './keepEnd.ts';
import { keepLease } from './keepLease.ts';
import { RunningAnswer } from './RunningAnswer.ts';
import { serveAnswer } from './serveAnswer.ts';
import { keptText } from './keptSoFar.ts';

/** Longest silence while an answer is being written, in milliseconds. */
const SIGN_EVERY_MS = 4_000;

/** Whoever ended the answer meanwhile, or has it now, didn't know yet what our call took. */
async function countLost(deps: Deps, sessionId: string, traceId: string): Promise<void> {
  try {
    await keepUsage(deps, sessionId);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    deps.log.warn('usage.uncounted', { sessionId, cause: error, traceId });
  }
}

/** An answer has ended; the session as that left it. */
export interface Answered {
  readonly kind: 'answered';
  readonly session: SessionState;
}

/** When an answer that wasn't let wait for its provider comes again, at least and at most; in milliseconds. */
const COME_BACK_MS = 2_000;
const LATEST_BACK_MS = 3_000;

const comeBackMs = ({ calling: { random } }: Deps): number =>
  Math.floor(COME_BACK_MS + random() * (LATEST_BACK_MS - COME_BACK_MS));

const isCrowded = ({ error }: CallResult): boolean =>
  error instanceof ProviderError && error.failure.crowded === true;

/**
 * Writes an answer that this worker holds the lease of, and ends it. One that goes on from another begins with its text.
 * A worker that lost the lease meanwhile says nothing more; one that must leave hands the turn back, and so does one
 * where too many wait for the same provider already.
 */
export async function writeAnswer(
  deps: Deps,
  loaded: Loaded,
  answer: Answer,
  { working, signal, trace }: TurnContext,
): Promise<TurnVerdict | Answered> {
  const { store, bus, log, now } = deps;
  const { state: session } = loaded;
  const { messageId, attempt, model, continues } = answer;
  const { id: sessionId, userId } = session;
  const about = { sessionId, userId, messageId, attempt, model, traceId: trace };
  const begun = continues === undefined ? '' : await keptText(store, sessionId, continues);
  const frames = answerFrames(bus, session, answer, now);
  const running = new RunningAnswer(answer, loaded, {
    deltas: new DeltaStream(frames.delta, { signEveryMs: SIGN_EVERY_MS }),
    reasoning: new DeltaStream(frames.reasoning),
  });
  using ending = new DisposableStack();
  ending.defer(() => running.abandon());
  const leave = (): void => running.breakOff('leaving');
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  ending.defer(() => signal.removeEventListener('abort', leave));
  ending.defer(keepLease(deps, sessionId, running, working));
  for (const end of serveAnswer(bus, running)) ending.defer(end);
  running.deltas.push(begun);

  const result = await callProvider(deps, session, running, { frames, trace });
  if (running.brokenOff === 'lost' || running.brokenOff === 'leaving') {
    running.abandon();
    log.warn('answer.left', { ...about, reason: running.brokenOff });
    if (running.brokenOff === 'leaving') return verdict.retry(0);
    await countLost(deps, sessionId, trace);
    return verdict.silent;
  }
  if (!running.brokenOff && isCrowded(result) && now() - answer.startedAt < deps.calling.budgetMs) {
    frames.waiting({ type: 'waiting', reason: 'busy' });
    running.abandon();
    const back = await changeSession(deps, sessionId, (state) => handBack(state, answer));
    return back?.change ? verdict.retry(comeBackMs(deps)) : verdict.silent;
  }
  running.finish();
  const end = endOf(running, result, now());
  const { error } = result;
  if (error instanceof ProviderError) log.error('model.failed', error, about);
  else if (error) log.info('answer.refused', { ...about, code: error.code });
  const ended = await keepEnd(deps, sessionId, answer, end, running.session);
  if (!ended) {
    await countLost(deps, sessionId, trace);
    return verdict.silent;
  }
  const writer = end.model ?? model;
  if (end.status === 'complete') deps.titles?.offer(session, { ...answer, model: writer }, end.text);
  deps.summing?.offer(session, writer, result.writer?.fellOut);
  const durationMs = end.endedAt - answer.startedAt;
  log.info('answer.ended', { ...about, writer, status: end.status, durationMs });
  return { kind: 'answered', session: ended };
}
