import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** What was acked is kept, in its session; what was refused for good is not there. */
export function checkAcked({ operations, sessions }: History): Violation[] {
  const kept = new Map(
    sessions.map(({ session, messages }) => {
      const mine = messages.filter(({ sender }) => sender === 'user');
      return [session.id, new Set(mine.flatMap(({ id, text }) => [id, text]))];
    }),
  );
  return operations
    .filter(({ kind }) => kind === 'say')
    .flatMap(({ id, sessionId, outcome, text = '', why }): Violation[] => {
      const there = kept.get(sessionId);
      // One that is there under another id isn't lost: another rule speaks of it.
      if (outcome === 'ok' && !there?.has(id) && !there?.has(text))
        return [{ rule: 'lost', what: `${id} of session ${sessionId}: ${text}` }];
      if (outcome === 'failed' && there?.has(id))
        return [{ rule: 'strange', what: `${id} was refused (${why}), and is in session ${sessionId}` }];
      return [];
    });
}
