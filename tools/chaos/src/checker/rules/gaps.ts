import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** Places are 1, 2, 3 … without gaps, and no two entries were last touched by the same change. */
export function checkGaps({ sessions }: History): Violation[] {
  return sessions.flatMap(({ session, messages }) => {
    const violations: Violation[] = [];
    const at = messages.findIndex(({ seq }, index) => seq !== index + 1);
    if (at >= 0)
      violations.push({
        rule: 'gap',
        what: `session ${session.id} has ${messages[at]?.seq} as its place ${at + 1}`,
      });
    const revs = new Set(messages.map(({ rev }) => rev));
    if (revs.size < messages.length)
      violations.push({ rule: 'gap', what: `session ${session.id} has two entries with one rev` });
    const highest = Math.max(0, ...revs);
    if (highest > session.rev)
      violations.push({
        rule: 'gap',
        what: `session ${session.id} is at rev ${session.rev}, an entry of it at ${highest}`,
      });
    return violations;
  });
}
