import { verdict, type TurnContext, type TurnVerdict } from '@parley/bus';
import {
  contextWindow,
  estimateTokens,
  guidanceWithin,
  instructions,
  type Answer,
  type Entry,
  type SessionState,
} from '@parley/conversation';
import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import { callProvider, type CallResult } from './callProvider.ts';
import { DeltaStream } from './DeltaStream.ts';
import { endOf } from './endOf.ts';
import { keepEnd } from './keepEnd.ts';
import { keepLease } from './keepLease.ts';
import { RunningAnswer } from './RunningAnswer.ts';
import { serveAnswer } from './serveAnswer.ts';

/** Entries that are read for the model's context; more than any window holds of ordinary messages. */
const CONTEXT_ENTRIES = 500;

/** The newest notes for the model that are read. */
const GUIDANCE_NOTES = 50;
/** Of the room for what was said, what guidance may take. */
const FOR_GUIDANCE = 0.25;

/** The system prompt: the model's own, and what the answer is written under. */
async function systemPromptFor(
  { store }: Deps,
  { id, handling }: SessionState,
  entries: readonly Entry[],
  own: string | undefined,
  room: number,
): Promise<string | undefined> {
  const notes = await store.notes.list(id, { limit: GUIDANCE_NOTES, forAssistant: true });
  return instructions(own, {
    called: handling === 'requested',
    people: entries.some(({ sender }) => sender === 'admin'),
    guidance: guidanceWithin(
      notes.map(({ text }) => text),
      room * FOR_GUIDANCE,
    ),
  });
}

async function request(deps: Deps, session: SessionState, { model: id, replyTo }: Answer) {
  const { store, models } = deps;
  const model = models.get(id);
  if (!model) return undefined;
  const { config } = model;
  const entries = await store.entries.recentConversation(session, replyTo, CONTEXT_ENTRIES);
  const { maxOutputTokens, contextTokens } = config;
  // However long an answer may become, half of the window is for what was said.
  const room = contextTokens - Math.min(maxOutputTokens, contextTokens / 2);
  const systemPrompt = await systemPromptFor(deps, session, entries, config.systemPrompt, room);
  // The model's own prompt is the operator's to fit in; what is added to it takes from the room.
  const added = estimateTokens(systemPrompt ?? '') - estimateTokens(config.systemPrompt ?? '');
  const messages = contextWindow(entries, replyTo, room - added);
  return { model, request: { model: config.model ?? config.id, systemPrompt, maxOutputTokens, messages } };
}

/** Has the answer's model write it; a model that is gone is an error like any other. */
async function call(
  deps: Deps,
  session: SessionState,
  running: RunningAnswer,
  silenceMs: number,
): Promise<CallResult> {
  const asked = await request(deps, session, running.answer);
  if (!asked)
    return { error: new ProviderError('provider_error', new Error('model is not configured any more')) };
  return callProvider(asked.model, asked.request, running, { silenceMs, now: deps.now });
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
