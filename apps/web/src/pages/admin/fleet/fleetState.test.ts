import { expect, test } from '@jest/globals';
import type { Session } from '@parley/protocol';
import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import type { FleetEvent } from '../api/fleetEvents.ts';
import { applyEvent, type FleetState } from './fleetState.ts';

const session = (id: string, rev: number): Session => ({ id, rev, lastActivityAt: '' }) as Session;

test('a gap in the numbers leads to a new snapshot, a repeat to nothing', () => {
  const start = applyEvent(undefined, { kind: 'snapshot', n: 5, sessions: [session('a', 1)] });
  const event = (n: number): FleetEvent => ({ kind: 'changed', n, session: session('a', n) });
  expect(applyEvent(start, event(7))).toBeUndefined();
  expect(applyEvent(undefined, event(6))).toBeUndefined();
  expect(applyEvent(start, event(5))).toBe(start);
  expect(applyEvent(start, event(6))?.sessions.get('a')?.rev).toBe(6);
});

test('whatever changes come, what is known is the newest of each session that is left', () => {
  const change = record({
    id: constantFrom('a', 'b', 'c'),
    rev: integer({ min: 1, max: 9 }),
    removed: boolean(),
  });
  assert(
    property(array(change, { maxLength: 20 }), (changes) => {
      let state: FleetState | undefined = { n: 0, sessions: new Map() };
      const expected = new Map<string, number>();
      for (const [at, { id, rev, removed }] of changes.entries()) {
        const n = at + 1;
        state = applyEvent(
          state,
          removed ? { kind: 'removed', n, sessionId: id } : { kind: 'changed', n, session: session(id, rev) },
        );
        if (removed) expected.delete(id);
        else expected.set(id, Math.max(rev, expected.get(id) ?? 0));
      }
      const known = [...(state?.sessions ?? [])].map(([id, { rev }]) => [id, rev]);
      expect(Object.fromEntries(known)).toEqual(Object.fromEntries(expected));
    }),
    { numRuns: 200 },
  );
});
