import { holds } from './endAnswer.ts';
import type { LifeChange } from './sessionLife.ts';
import type { Answer, SessionState } from './state.ts';

/**
 * The writer of an answer gives its turn back before anything of it was written: whoever has it next begins with the same
 * attempt. `undefined`: it has lost the lease.
 */
export function handBack(session: SessionState, answer: Answer): LifeChange | undefined {
  if (!session.answer || !holds(session, answer)) return undefined;
  return {
    session: { ...session, answer: { ...session.answer, isHandedBack: true } },
    entries: [],
    frames: [],
  };
}
