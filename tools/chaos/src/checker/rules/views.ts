import { isDeepStrictEqual } from 'node:util';
import type { Message } from '@parley/protocol';
import type { History, View } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** What a client shows reaches from some place on, the first one unless it knows of older ones, to the last. */
function differs(view: View, stored: readonly Message[]): string | undefined {
  const from = view.messages[0]?.seq ?? 1;
  if (from > 1 !== view.hasMore) return `shows all from ${from} on, and says that hasMore is ${view.hasMore}`;
  const expected = stored.slice(from - 1);
  if (expected.length !== view.messages.length)
    return `shows ${view.messages.length} messages from ${from} on where ${expected.length} are kept`;
  const at = expected.findIndex((message, index) => !isDeepStrictEqual(message, view.messages[index]));
  return at < 0
    ? undefined
    : `shows another ${fieldsThatDiffer(expected[at], view.messages[at]).join(', ')} of ${from + at}`;
}

function fieldsThatDiffer(a: object = {}, b: object = {}): string[] {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].filter((field) => !isDeepStrictEqual(Reflect.get(a, field), Reflect.get(b, field)));
}

/** At the end every client shows what is kept, and on the way nothing that a person would have found wrong. */
export function checkViews({ views, sessions }: History): Violation[] {
  const stored = new Map(sessions.map(({ session, messages }) => [session.id, messages]));
  return views.flatMap((view): Violation[] => {
    const about = `client ${view.client}, session ${view.sessionId}`;
    const messages = stored.get(view.sessionId);
    const difference = messages ? differs(view, messages) : 'shows a session that is not kept';
    return [
      ...view.faults.map((fault): Violation => ({ rule: 'view', what: `${about}: ${fault}` })),
      ...(difference === undefined ? [] : [{ rule: 'view' as const, what: `${about}: it ${difference}` }]),
      ...(view.streaming > 0
        ? [{ rule: 'endless' as const, what: `${about}: it shows an answer as being written` }]
        : []),
      ...(view.unsent > 0
        ? [{ rule: 'endless' as const, what: `${about}: it still tries to send ${view.unsent} messages` }]
        : []),
    ];
  });
}
