import { isDeepStrictEqual } from 'node:util';
import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** Who asks for what changed after a `rev` gets exactly that. */
export function checkResumed({ resumed, sessions }: History): Violation[] {
  const stored = new Map(sessions.map(({ session, messages }) => [session.id, messages]));
  return resumed.flatMap(({ sessionId, afterRev, messages }): Violation[] => {
    const expected = (stored.get(sessionId) ?? []).filter(({ rev }) => rev > afterRev);
    const got = messages.toSorted((a, b) => a.seq - b.seq);
    if (isDeepStrictEqual(got, expected)) return [];
    const what = `session ${sessionId} after ${afterRev}: ${got.length} entries, not those ${expected.length}`;
    return [{ rule: 'resume', what }];
  });
}
