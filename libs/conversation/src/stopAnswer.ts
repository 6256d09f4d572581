import { ParleyError } from '@parley/protocol';
import { refuse, remember, type Change } from './change.ts';
import type { SessionState } from './state.ts';

/**
 * The user stops an answer. The flag is durable: whoever writes the answer, now or after a crash, ends it as `stopped`.
 * `known`: there is such an answer in the session, though nobody is writing it.
 */
export function stopAnswer(
  session: SessionState,
  commandId: string,
  messageId: string,
  known: boolean,
): Change {
  if (session.answer?.messageId === messageId) {
    const next = { ...remember(session, commandId), answer: { ...session.answer, stop: 'user' as const } };
    return { session: next, entries: [], frames: [], outcome: { ok: true, messageId } };
  }
  const error = known
    ? new ParleyError('conflict', 'already_ended', 'messageId: this answer is not being written any more.')
    : new ParleyError('not_found', 'message', 'messageId: there is no such answer in this session.');
  return refuse(session, commandId, error);
}
