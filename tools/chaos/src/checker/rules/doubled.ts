import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** Every message that is kept was said by somebody, under its id, and once: no two clients ever say the same text. */
export function checkDoubled({ operations, sessions }: History): Violation[] {
  const said = new Set(operations.filter(({ kind }) => kind === 'say').map(({ id }) => id));
  return sessions.flatMap(({ session, messages }) => {
    const violations: Violation[] = [];
    const found = (rule: Violation['rule'], what: string): void => {
      violations.push({ rule, what: `${what} in session ${session.id}` });
    };
    for (const [id, copies] of Map.groupBy(messages, ({ id }) => id))
      if (copies.length > 1) found('doubled', `${id} is there ${copies.length} times`);
    const mine = messages.filter(({ sender }) => sender === 'user');
    for (const [text, copies] of Map.groupBy(mine, ({ text }) => text))
      if (copies.length > 1) found('doubled', `${JSON.stringify(text)} is there ${copies.length} times`);
    for (const { id, text } of mine)
      if (!said.has(id)) found('strange', `${JSON.stringify(text)} was not said as ${id}, and is`);
    return violations;
  });
}
