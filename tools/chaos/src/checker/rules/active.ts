import type { History } from '../History.ts';
import type { Violation } from '../Violation.ts';

/** Of all sessions of a user at most one is active, whoever raced for it. */
export function checkActive({ sessions }: History): Violation[] {
  const active = sessions.map(({ session }) => session).filter(({ state }) => state === 'active');
  return [...Map.groupBy(active, ({ userId }) => userId)]
    .filter(([, of]) => of.length > 1)
    .map(([user, of]) => ({ rule: 'active', what: `${user}: ${of.map(({ id }) => id).join(', ')}` }));
}
