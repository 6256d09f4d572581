import { expect, test } from '@jest/globals';
import type { Session } from '@parley/protocol';
import { array, assert, constantFrom, property, uniqueArray } from 'fast-check';
import { byUrgency } from './byUrgency.ts';
import { HeldOrder } from './heldOrder.ts';

const session = (id: string, handling: Session['handling'], at: number): Session =>
  ({
    id,
    handling,
    lastActivityAt: `2026-01-01T00:00:0${at}.000Z`,
    ...(handling === 'requested' && { help: { requestedAt: `2026-01-01T00:00:0${at}.000Z` } }),
  }) as Session;

test('[P51] who waits comes first, the longest wait at the top, then what people have, then by activity', () => {
  const rows = [
    session('quiet', 'ai', 1),
    session('late', 'requested', 5),
    session('held', 'human', 1),
    session('busy', 'ai', 9),
    session('early', 'requested', 2),
  ];
  expect(rows.toSorted(byUrgency).map(({ id }) => id)).toEqual(['early', 'late', 'held', 'busy', 'quiet']);
});

test('while a hand is on the list nothing moves: what leaves is marked, what comes joins at the end', () => {
  const ids = uniqueArray(constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { maxLength: 8 });
  assert(
    property(ids, array(ids, { minLength: 1, maxLength: 5 }), (first, later) => {
      const order = new HeldOrder();
      const rows = (list: string[]) => list.map((id) => session(id, 'ai', 1));
      let shown = order.arrange(rows(first), false).map(({ session: { id } }) => id);
      expect(shown).toEqual(first);
      for (const list of later) {
        const held = order.arrange(rows(list), true);
        expect(held.slice(0, shown.length).map(({ session: { id } }) => id)).toEqual(shown);
        expect(new Set(held.filter(({ gone }) => !gone).map(({ session: { id } }) => id))).toEqual(
          new Set(list),
        );
        shown = held.map(({ session: { id } }) => id);
      }
      const last = later.at(-1) ?? [];
      expect(order.arrange(rows(last), false).map(({ session: { id } }) => id)).toEqual(last);
    }),
    { numRuns: 300 },
  );
});

test('how many new ones stand too low is known for as long as the hand stays', () => {
  const order = new HeldOrder();
  const rows = (...ids: string[]) => ids.map((id) => session(id, 'ai', 1));
  order.arrange(rows('a', 'b'), false);
  order.arrange(rows('new', 'a', 'b', 'last'), true);
  expect(order.late).toBe(1);
  order.arrange(rows('new', 'b', 'last'), true);
  expect(order.late).toBe(1);
  order.arrange(rows('new', 'b', 'last'), false);
  expect(order.late).toBe(0);
});
