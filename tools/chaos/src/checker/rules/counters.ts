import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** A session's count of messages is what counting gives. */
export function checkCounters({ sessions }: History): Violation[] {
  return sessions.flatMap(({ session, messages }): Violation[] => {
    const counted = messages.filter(
      ({ sender, status }) => sender !== 'system' && status !== 'superseded',
    ).length;
    return counted === session.messageCount
      ? []
      : [{ rule: 'counter', what: `session ${session.id} has ${counted} and says ${session.messageCount}` }];
  });
}
