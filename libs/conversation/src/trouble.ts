import type { SessionState, Trouble } from './state.ts';

/** The state with what went wrong in it changed; without the field when nothing is wrong any more. */
export function troubled(session: SessionState, change: (trouble: Trouble) => Trouble): SessionState {
  const { trouble = { failed: 0, down: 0 }, ...rest } = session;
  const { failed, down } = change(trouble);
  if (failed <= 0 && down <= 0) return rest;
  return { ...rest, trouble: { failed: Math.max(0, failed), down: Math.max(0, down) } };
}
