import type { SessionState } from './state.ts';

/**
 * The state without a human and without a call for one: the assistant has it again. From `at` on its window counts, as
 * nobody could come back too late to what a human had.
 */
export function freeSession(session: SessionState, at: number): SessionState {
  const { help: _help, admin: _admin, holdUntil: _holdUntil, ...rest } = session;
  return { ...rest, handling: 'ai', freedAt: Math.max(session.freedAt ?? 0, at) };
}
