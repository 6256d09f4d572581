import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isBefore } from './SessionCursor.ts';
import { walkSessions, type Placed, type SessionReader } from './walkSessions.ts';

/** Sessions of one moment each, newest first, `everyMs` apart. */
const sessionsOf = (count: number, everyMs: number): Placed[] =>
  Array.from({ length: count }, (_, at) => ({
    id: randomUUID(),
    lastActivityAt: 1_700_000_000_000 - at * everyMs,
    createdAt: 1_600_000_000_000,
  }));

const reader = (sessions: readonly Placed[]): SessionReader<Placed> => ({
  behind: async (place, limit) =>
    sessions
      .filter((session) => !place || !isBefore(session, { ...place, beganAt: 0, shown: [] }))
      .slice(0, limit),
  activeSince: async (since) => sessions.filter(({ lastActivityAt }) => lastActivityAt >= since),
});

test('[P46] a walk of any length ends and shows each session once, however lately they were used', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 3, 699, 700, 701, 1600),
      fc.constantFrom(1, 10, 1000),
      fc.constantFrom(50, 200),
      async (count, everyMs, limit) => {
        const sessions = sessionsOf(count, everyMs);
        const shown: string[] = [];
        for (let cursor: string | undefined; ;) {
          const page = await walkSessions(reader(sessions), limit, cursor);
          shown.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
          if (cursor === undefined || shown.length > count) break;
        }
        expect(shown).toEqual(sessions.map(({ id }) => id));
      },
    ),
    { numRuns: 100 },
  );
});
