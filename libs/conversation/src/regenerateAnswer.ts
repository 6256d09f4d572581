import { MAX_GOES_ON, ParleyError } from '@parley/protocol';
import { answerAgainConflict } from './answerAgainConflict.ts';
import { answerId } from './answerId.ts';
import { refuse, remember, type Change } from './change.ts';
import { forgetSummary, placeOf } from './forgetSummary.ts';
import { active } from './sessionLife.ts';
import type { Entry, SessionState } from './state.ts';
import { messageFrame, sessionUpdated } from './toWire.ts';

/**
 * The user wants another answer instead of `answer` (`undefined`: there is no such entry). The old one is superseded at
 * once; the new one, its next version, is waited for and keeps the old one's place in what models read. Should a human
 * take the session before it has begun, the old one counts again.
 */
export const regenerateAnswer = (
  session: SessionState,
  commandId: string,
  answer: Entry | undefined,
  at: number,
): Change => nextVersion(session, commandId, answer, { at, goesOn: false });

/**
 * The user wants the answer to go on that was interrupted or that they stopped: the next version begins with its text.
 * One that is whole, or as long as one may be, is refused, and one of which there are thoughts alone.
 */
export const continueAnswer = (
  session: SessionState,
  commandId: string,
  answer: Entry | undefined,
  at: number,
): Change => nextVersion(session, commandId, answer, { at, goesOn: true });

/** Why an answer can't go on, in words; `undefined`: it can. */
function cantGoOn({ status, text }: Entry): string | undefined {
  if (status !== 'interrupted' && status !== 'stopped') return 'this answer was not broken off';
  if (text === '') return 'this answer has no text that it could go on from; ask for another one';
  return text.length > MAX_GOES_ON ? 'this answer is as long as one may be' : undefined;
}

function nextVersion(
  session: SessionState,
  commandId: string,
  answer: Entry | undefined,
  { at, goesOn }: { readonly at: number; readonly goesOn: boolean },
): Change {
  const conflict = answerAgainConflict(session);
  if (conflict) return refuse(session, commandId, conflict);
  if (answer?.sender !== 'assistant' || answer.replyTo === undefined) {
    const error = new ParleyError(
      'not_found',
      'message',
      'messageId: there is no such answer in this session.',
    );
    return refuse(session, commandId, error);
  }
  if (answer.status === 'superseded') {
    const error = new ParleyError(
      'conflict',
      'already_ended',
      'messageId: this answer was replaced already.',
    );
    return refuse(session, commandId, error);
  }
  const why = goesOn ? cantGoOn(answer) : undefined;
  if (why !== undefined)
    return refuse(session, commandId, new ParleyError('conflict', 'already_ended', `messageId: ${why}.`));
  const { id: replaces, replyTo, status: replacedStatus } = answer;
  const version = (answer.version ?? 1) + 1;
  const asked = { messageId: replyTo, acceptedAt: at, version, replaces, replacedStatus };
  const old: Entry = { ...answer, status: 'superseded', rev: session.rev + 1 };
  const next: SessionState = {
    ...remember(active(forgetSummary(session, placeOf(answer)), at), commandId),
    rev: old.rev,
    messageCount: session.messageCount - 1,
    waiting: [{ ...asked, ...(goesOn && { continues: replaces }) }],
  };
  return {
    session: next,
    entries: [old],
    frames: [messageFrame('message.updated', old), sessionUpdated(next, true)],
    outcome: { ok: true, messageId: answerId(session.id, replyTo, version) },
  };
}
