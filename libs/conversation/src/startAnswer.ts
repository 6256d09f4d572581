import type { ServerFrame } from '@parley/protocol';
import { answerEntry } from './answerEntry.ts';
import { answerId } from './answerId.ts';
import type { LifeChange } from './sessionLife.ts';
import type { Answer, SessionState } from './state.ts';
import { messageFrame, sessionUpdated } from './toWire.ts';

/** A turn as the queue delivered it: `turn` names the queued message, `delivery` counts how often it came. */
export interface TurnDelivery {
  readonly turn: number;
  readonly delivery: number;
}

/** Attempts after which an answer is given up: whatever kills its writers would kill the next one too. */
export const MAX_ATTEMPTS = 5;

/** What a turn is to do. */
export type TurnStart =
  /** Write this answer (its first attempt, or a further one after the writer before was lost). */
  | { readonly kind: 'write'; readonly answer: Answer; readonly change: LifeChange }
  /** Take the lease over only to end the answer with what was checkpointed. */
  | {
      readonly kind: 'finish';
      readonly answer: Answer;
      readonly change: LifeChange;
      readonly as: 'stopped' | 'interrupted';
    }
  /** Another turn holds the lease, or another delivery of this one that isn't older, or a human is about to: come again. */
  | { readonly kind: 'busy' }
  /** Everything is answered. */
  | { readonly kind: 'nothing' };

/** Starts the answer to the oldest unanswered message, or takes over the one this turn had begun. */
export function startAnswer(session: SessionState, by: TurnDelivery, now: number): TurnStart {
  const { answer } = session;
  if (answer === undefined) return begin(session, by, now);
  // A queue that crashed may count deliveries anew; each time that this one comes again raises the count.
  if (answer.turn !== by.turn || answer.delivery >= by.delivery) return { kind: 'busy' };
  return takeOver(session, answer, by);
}

function begin(session: SessionState, by: TurnDelivery, now: number): TurnStart {
  const [next, ...waiting] = session.waiting;
  if (next === undefined) return { kind: 'nothing' };
  if ((session.heldBackUntil ?? 0) > now) return { kind: 'busy' };
  const { messageId: replyTo, version = 1 } = next;
  const answer: Answer = {
    ...next,
    messageId: answerId(session.id, replyTo, version),
    replyTo,
    version,
    seq: session.seq + 1,
    rev: session.rev + 1,
    model: session.model,
    attempt: 1,
    ...by,
    startedAt: now,
  };
  const entry = answerEntry(session.id, answer);
  const state: SessionState = {
    ...session,
    seq: entry.seq,
    rev: entry.rev,
    messageCount: session.messageCount + 1,
    waiting,
    answer,
  };
  const frames: ServerFrame[] = [messageFrame('message.created', entry), sessionUpdated(state, true)];
  return { kind: 'write', answer, change: { session: state, entries: [entry], frames } };
}

/** The lease passes to a later delivery of the same turn: the queue gave up on the holder before. */
function takeOver(session: SessionState, held: Answer, by: TurnDelivery): TurnStart {
  const { isHandedBack = false, ...rest } = held;
  const answer: Answer = { ...rest, ...by, attempt: isHandedBack ? held.attempt : held.attempt + 1 };
  const state: SessionState = { ...session, answer };
  const stopped = held.stop !== undefined;
  if (stopped || answer.attempt > MAX_ATTEMPTS) {
    const change = { session: state, entries: [], frames: [] };
    return { kind: 'finish', answer, change, as: stopped ? 'stopped' : 'interrupted' };
  }
  const { messageId, attempt } = answer;
  const frames: ServerFrame[] = [{ type: 'message.reset', sessionId: session.id, messageId, attempt }];
  const entries = [answerEntry(session.id, answer)];
  return { kind: 'write', answer, change: { session: state, entries, frames } };
}
