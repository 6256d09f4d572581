import type { Unread, Usage, WireError } from '@parley/protocol';
import { answerEntry } from './answerEntry.ts';
import { troubled } from './trouble.ts';
import { newerSum } from './usage.ts';
import type { LifeChange } from './sessionLife.ts';
import type { Answer, Entry, SessionState } from './state.ts';
import { messageFrame, sessionUpdated } from './toWire.ts';

/** How an answer ended. */
export interface AnswerEnd {
  readonly status: 'complete' | 'stopped' | 'failed' | 'interrupted';
  readonly text: string;
  /** Of all calls that were made for this answer. */
  readonly usage?: Usage;
  /** The sum of the ledger over the session; of two sums the larger one is the newer. */
  readonly sessionUsage?: Usage;
  readonly reasoning?: string;
  /** Who wrote it, when it wasn't the chosen model. */
  readonly model?: string;
  readonly unread?: readonly Unread[];
  readonly thread?: string;
  readonly firstTokenAt?: number;
  readonly endedAt: number;
  readonly error?: WireError;
  /** It reached the longest that it may be: it isn't whole, though nothing failed. */
  readonly isCut?: boolean;
}

/** Whether `answer` is still this session's answer in writing, at this attempt. */
export const holds = (session: SessionState, answer: Answer): boolean =>
  session.answer?.messageId === answer.messageId && session.answer.attempt === answer.attempt;

/**
 * Who was told that it stops finds it stopped, also when its last word was written before that came to its writer. One
 * that failed has failed.
 */
const stoppedAs = (status: AnswerEnd['status']): AnswerEnd['status'] =>
  status === 'failed' ? 'failed' : 'stopped';

/**
 * Answers in a row that failed: one that is whole ends the row. One that was stopped, grew too long, or was refused since
 * its user's quota is used up says nothing of the assistant.
 */
function failedInRow(before: number, status: Entry['status'], { isCut, error }: AnswerEnd): number {
  if (status === 'complete') return 0;
  return status === 'stopped' || isCut || error?.category === 'rate_limit' ? before : before + 1;
}

/** Ends the answer and frees the lease in the same step. `undefined`: another writer has it now. */
export function endAnswer(session: SessionState, answer: Answer, end: AnswerEnd): LifeChange | undefined {
  if (!holds(session, answer)) return undefined;
  const { answer: held, ...free } = session;
  const responseMs = Math.max(0, end.endedAt - answer.acceptedAt);
  const { firstTokenAt, usage, sessionUsage, reasoning, model, unread, thread, error } = end;
  const entry: Entry = {
    ...answerEntry(session.id, answer),
    rev: session.rev + 1,
    text: end.text,
    status: held?.stop !== undefined ? stoppedAs(end.status) : end.status,
    responseMs,
    ...(firstTokenAt !== undefined && { firstTokenMs: Math.max(0, firstTokenAt - answer.acceptedAt) }),
    ...(model !== undefined && { model, fallbackFor: answer.model }),
    ...(reasoning !== undefined && { reasoning }),
    ...(unread && unread.length > 0 && { unread: [...unread] }),
    ...(thread !== undefined && { thread }),
    ...(usage && { usage }),
    ...(error && { error }),
  };
  const times = session.responseTimes;
  const state: SessionState = {
    ...troubled(free, ({ failed, down }) => ({ failed: failedInRow(failed, entry.status, end), down })),
    endedBy: answer.turn,
    rev: entry.rev,
    lastActivityAt: Math.max(session.lastActivityAt, end.endedAt),
    usage: newerSum(session.usage, sessionUsage),
    responseTimes: {
      maxMs: Math.max(times.maxMs, responseMs),
      sumMs: times.sumMs + responseMs,
      count: times.count + 1,
    },
  };
  return {
    session: state,
    entries: [entry],
    frames: [messageFrame('message.ended', entry), sessionUpdated(state, true)],
  };
}
