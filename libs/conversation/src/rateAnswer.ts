import { cleanText, ParleyError, type ClientFrameOf, type Feedback } from '@parley/protocol';
import { refuse, remember, type Change } from './change.ts';
import type { Entry, SessionState } from './state.ts';
import { messageFrame } from './toWire.ts';
import { troubled } from './trouble.ts';

function feedbackOf({ rating, note }: ClientFrameOf<'message.feedback'>): Feedback | undefined {
  if (rating === 'none') return undefined;
  const words = cleanText(note ?? '').trim();
  return { rating, ...(words !== '' && { note: words }) };
}

const isSame = (a: Feedback | undefined, b: Feedback | undefined): boolean =>
  a?.rating === b?.rating && a?.note === b?.note;

const isDown = (feedback: Feedback | undefined): number => (feedback?.rating === 'down' ? 1 : 0);

/**
 * The user says what they think of an answer (`undefined`: there is no such entry), or takes it back. Every version of
 * an answer has its own feedback. Saying the same again changes nothing.
 */
export function rateAnswer(
  session: SessionState,
  frame: ClientFrameOf<'message.feedback'>,
  answer: Entry | undefined,
): Change {
  if (answer?.sender !== 'assistant') {
    const words = 'messageId: there is no such answer in this session.';
    return refuse(session, frame.id, new ParleyError('not_found', 'message', words));
  }
  if (answer.status === 'streaming') {
    const words = 'messageId: this answer is still being written.';
    return refuse(session, frame.id, new ParleyError('conflict', 'answer_in_progress', words));
  }
  const outcome = { ok: true, messageId: answer.id } as const;
  const known = remember(session, frame.id);
  const feedback = feedbackOf(frame);
  const { feedback: before, ...unrated } = answer;
  if (isSame(before, feedback)) return { session: known, entries: [], frames: [], outcome };
  const rated: Entry = { ...unrated, ...(feedback && { feedback }), rev: session.rev + 1 };
  const more = isDown(feedback) - isDown(before);
  return {
    session: { ...troubled(known, ({ failed, down }) => ({ failed, down: down + more })), rev: rated.rev },
    entries: [rated],
    frames: [messageFrame('message.updated', rated)],
    outcome,
  };
}
