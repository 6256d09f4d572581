import type { SessionState } from './state.ts';

/**
 * The state without a human and without a call for one: the assistant has it again. From `at` on its window counts, as
 * nobody could come back too late to what a human had. `by`: the command that did it.
 */
export function freeSession(session: SessionState, at: number, by?: string): SessionState {
  const {
    help: _help,
    reply: _reply,
    admin: _admin,
    holdUntil: _holdUntil,
    freedBy: _freedBy,
    ...rest
  } = session;
  const freedAt = Math.max(session.freedAt ?? 0, at);
  return { ...rest, handling: 'ai', freedAt, ...(by !== undefined && { freedBy: by }) };
}
